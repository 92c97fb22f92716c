import type { Form } from '../cards/form.ts'
import type { Api } from './api.ts'
import type { Arrival } from './arrival.ts'
import { toModal } from './modal.ts'

/** Opens a form for whoever just asked or pressed; false where Slack opens none now, such as after a mention or too late. */
export async function openForm(api: Pick<Api, 'once'>, arrival: Arrival, form: Form): Promise<boolean> {
  const { triggerId, activeThreadId, inbound } = arrival
  if (triggerId === undefined) return false
  const active = activeThreadId === undefined ? {} : { activeThreadId }
  const view = toModal(form, { where: inbound.where, ...active })
  if (view === undefined) return false
  const outcome = await api.once('views.open', { trigger_id: triggerId, view })
  return outcome.kind === 'ok'
}
