import type { Connection } from './connect.ts'

/** Whether this delivery arrived for the first time, at whichever replica. */
export async function claimDelivery(db: Connection['db'], platform: string, key: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('tally.delivery')
    .values({ platform, delivery_key: key })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
