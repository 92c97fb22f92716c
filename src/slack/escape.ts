/** The three characters with which Slack's text can do more than be read: `<!channel>`, `<@U123>`, `&amp;`. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Reads in mrkdwn as it is written. Slack has no way to escape `*`, `_`, `~`, back-ticks, `:emoji:` or a quote's `>`. */
export const isLiteral = (text: string): boolean => !/[*_~`]|:[^\s:]+:|^\s*>/m.test(text)
