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

const A_MINUTE_MS = 60_000

/** Whether nobody did this within the last minute: a double click is one wish, a second click later is another. */
export async function claimForAMinute(
  db: Connection['db'],
  platform: string,
  key: string,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('tally.delivery')
    .values({ platform, delivery_key: key, received_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(['platform', 'delivery_key'])
        .doUpdateSet({ received_at: now })
        .where('tally.delivery.received_at', '<=', new Date(now.getTime() - A_MINUTE_MS)),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
