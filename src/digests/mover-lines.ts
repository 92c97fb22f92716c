import { plain, strong, type Text } from '../cards/card.ts'
import { type Say, signed } from './amounts.ts'
import type { Digest, DigestMover } from './digest.ts'
import { name } from './lines.ts'

/** "+$1,204 project nova-chat, usage": up first, then down, largest money first. */
export function moverLines({ movers: { up, down, currency } }: Digest, say: Say, most: number): readonly Text[] {
  const line = ({ name: who, amount, driver }: DigestMover): Text => [
    strong(signed(say, amount, currency)),
    plain(' '),
    plain(name(who)),
    ...(driver === '' ? [] : [plain(', '), plain(name(driver))]),
  ]
  return [...up.slice(0, most), ...down.slice(0, most)].map(line)
}
