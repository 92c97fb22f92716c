/** A table as text: one header, one line a row; nothing stands for what is not known. */
export const csv = (header: readonly string[], rows: Iterable<readonly (string | number | undefined)[]>): string => {
  const lines = [header.join(',')]
  for (const row of rows) lines.push(row.map((value) => cell(value === undefined ? '' : String(value))).join(','))
  return `${lines.join('\n')}\n`
}

export const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
