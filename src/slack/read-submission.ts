import { type Json, list, object, string } from '../chat/json.ts'
import type { FormValues } from '../platform.ts'
import { type Arrival, given, keys, type Reading, sender } from './arrival.ts'
import { readOrigin } from './form-origin.ts'

/** A form of ours that somebody sent. */
export function readSubmission(payload: Json, { requestId }: Reading): Arrival | undefined {
  const user = object(payload.user)
  const team = string(object(payload.team).id) ?? string(user.team_id) ?? string(object(payload.enterprise).id)
  const from = sender(team, string(user.id))
  const view = object(payload.view)
  const id = string(view.id)
  if (from === undefined || id === undefined) return undefined
  const origin = readOrigin(string(view.private_metadata), from)
  if (origin === undefined) return undefined
  return {
    inbound: {
      kind: 'submitted',
      from,
      where: origin.where,
      token: origin.token,
      values: readValues(object(object(view.state).values)),
      requestId,
    },
    deliveryKeys: keys(['form', from.workspaceId, string(payload.trigger_id)]),
    form: { id: `${from.workspaceId}:${id}`, fields: list(view.blocks).map(object).filter(isInput).flatMap(nameOf) },
    ...given('triggerId', string(payload.trigger_id)),
    ...given('activeThreadId', origin.activeThreadId),
  }
}

const isInput = (block: Json): boolean => block.type === 'input'
const nameOf = (block: Json): readonly string[] => [string(block.block_id) ?? []].flat()

/** A block is a field, by its name; it holds one element. */
const readValues = (blocks: Json): FormValues =>
  Object.fromEntries(
    Object.entries(blocks).map(([name, elements]) => [name, Object.values(object(elements)).flatMap(readValue)]),
  )

function readValue(element: unknown): readonly string[] {
  const { value, selected_option, selected_options, selected_time, selected_date, selected_user } = object(element)
  const several = list(selected_options).map((option) => object(option).value)
  const single = [value, object(selected_option).value, selected_time, selected_date, selected_user]
  return [...several, ...single].flatMap((each) => string(each) ?? [])
}
