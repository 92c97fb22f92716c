import { inWords } from '../chat/in-words.ts'
import type { Delivered } from '../chat/observe.ts'
import type { Turns } from '../chat/turn.ts'
import type { Reply } from '../platform.ts'
import type { Consent } from './arrival.ts'
import { type Files, toFileInfo } from './files.ts'
import { toActivity, toWords } from './message.ts'
import type { Said } from './messages.ts'
import { deliver, type Ways } from './reply.ts'

export interface ConsentOptions extends Ways, Turns {
  readonly files: Files
}

/**
 * Somebody agreed that a file is put into their OneDrive. Nothing was kept until then: the button that asked for the file is
 * pressed once more, so that whoever agrees is authorised anew and gets what they may see now.
 */
export async function takeConsent(consent: Consent, noticed: Promise<void>, options: ConsentOptions): Promise<void> {
  const { inbound, deliveryKeys, here, messageId, upload } = consent
  const { files, messages, think, tell } = options
  const startedAt = performance.now()

  /** The question does not stand there for ever, to be answered once more. */
  const close = async (said: Said) => {
    if (messageId !== undefined) await messages.update(here, messageId, said)
  }
  if (upload === undefined) return close(inText(DECLINED))

  async function put(reply: Reply): Promise<Delivered> {
    const arrival = { inbound, deliveryKeys, here, invoked: false }
    const { file, card } = reply
    if (file === undefined || upload === undefined) return deliver(arrival, reply, options, () => false)
    const wrong = await files.upload(upload, file)
    if (wrong !== undefined) {
      await messages.post(here, inText(WRONG[wrong]))
      return 'failed'
    }
    const shown = await messages.post(here, {
      activity: toFileInfo(upload, file),
      ...inLink(upload.contentUrl, file.name),
    })
    await close({ activity: toActivity(card), plainer: toWords(card) })
    return shown.kind === 'sent' ? 'delivered' : shown.kind === 'unknown' ? 'unconfirmed' : 'failed'
  }

  await tell(inbound, await think(inbound, deliveryKeys, noticed), startedAt, put)
}

const inText = (text: string): Said => ({ activity: toWords(inWords(text)) })
const inLink = (url: string, name: string) => ({ plainer: toWords(inWords(`${name} lies in your OneDrive: ${url}`)) })

const ELSEWHERE = 'An administrator gets the same figures with “npx tally ask --csv”.'
const DECLINED = 'No file was written.'
const WRONG: Readonly<Record<'not trusted' | 'too large' | 'failed', string>> = {
  'not trusted': `The place for the file is not one of Microsoft’s, so nothing was sent there. ${ELSEWHERE}`,
  'too large': `That would be a file of more than 50 MB. Ask for fewer days or groups. ${ELSEWHERE}`,
  failed: `Your OneDrive did not take the file. Press the button again in a minute. ${ELSEWHERE}`,
}
