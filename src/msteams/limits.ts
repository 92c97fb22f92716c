// What Microsoft Teams takes in a card. Teams counts the whole message as UTF-16 and refuses it above 100 KB; 28,000
// characters of JSON are about 56 KB there and leave room for what the service adds.
export const LIMITS = {
  card: 28_000,
  /** Words without a card, in the UTF-16 of which Teams counts 100 KB: 2 bytes a unit. */
  words: 35_000,
  /** What a notification shows. */
  summary: 200,
  /** Of a card, what the id takes by which it is found again. */
  mark: 80,
  /** Of a card, for the buttons and selects. */
  actions: 14_000,
  rows: 25,
  /** One paragraph. */
  text: 4_000,
  /** One fact, or one series of figures. */
  value: 600,
  facts: 10,
  cell: 200,
  label: 100,
  codeLines: 60,
  /** Teams shows six actions of a set, a phone fewer: what fits there, in characters of their labels and what is around one. */
  actionsInSet: 4,
  actionsWidth: 44,
  buttonPadding: 5,
  /** Characters of JSON for the options of one select. */
  options: 4_000,
  series: 6,
  categories: 31,
  form: {
    /** As many as a person looks through. */
    options: 100,
    /** Few enough to stand there, each with its box. */
    ticked: 8,
    title: 60,
    hint: 200,
    intro: 500,
    mistake: 200,
    /** What somebody may write in one field, in UTF-16. */
    text: 2_000,
    /** Of what is sent: a whole field, with all that was chosen in it, and its name, token or origin. */
    sent: 30_000,
    name: 300,
  },
} as const
