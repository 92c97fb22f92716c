// What Microsoft Teams takes in a card. Teams counts the whole message as UTF-16 and refuses it above 100 KB; 28,000
// characters of JSON are about 56 KB there and leave room for what the service adds.
export const LIMITS = {
  card: 28_000,
  /** Of these, for the buttons and selects. */
  actions: 14_000,
  /** What one line of the grid may hold before it wraps beyond reading on a phone. */
  columns: 8,
  rows: 25,
  /** One paragraph. */
  text: 4_000,
  /** One fact, or one series of figures. */
  value: 600,
  facts: 10,
  cell: 200,
  label: 100,
  codeLines: 60,
  /** Teams shows six actions of a set. */
  actionsInSet: 6,
  /** Characters of JSON for the options of one select. */
  options: 4_000,
  series: 6,
  categories: 31,
} as const
