import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

export interface Progress {
  update(done: number, total: number, words: string): void
  stop(): void
}

/** A bar on stderr while somebody watches; nothing where nobody does. */
export function progress({ interactive }: Pick<Terminal, 'interactive'>, label: string): Progress {
  if (!interactive) return { update: () => undefined, stop: () => undefined }
  const bar = new SingleBar(
    {
      format: `${label} {bar} {percentage}%  {words}`,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.rect,
  )
  bar.start(1, 0, { words: '' })
  return {
    update: (done, total, words) => {
      bar.setTotal(Math.max(total, 1))
      bar.update(done, { words })
    },
    stop: () => bar.stop(),
  }
}
