import { type Block, plain, strong, type Text } from '../../cards/card.ts'
import { oneLine, squeezed } from '../../cards/visible.ts'

/** One block of text, a line each; no block where there is no line. */
export const textBlock = (lines: readonly Text[]): Block[] =>
  lines.length === 0
    ? []
    : [{ kind: 'text', text: lines.flatMap((line, i) => (i === 0 ? line : [plain('\n'), ...line])) }]

/** A title over its lines; nothing where there is no line. */
export const titled = (title: string, lines: readonly Text[]): Block[] =>
  lines.length === 0 ? [] : textBlock([[strong(title)], ...lines])

/** The first so many, and how many more there are. */
export const atMost = (lines: readonly Text[], most: number): readonly Text[] =>
  lines.length <= most ? lines : [...lines.slice(0, most), [plain(`… and ${lines.length - most} more`)]]

/** A name on one line, short enough to leave room for its figure. */
export const name = (text: string, most = 60): string => squeezed(oneLine(text), most)
