/** A day on a calendar, `YYYY-MM-DD`, in no zone. Comparable and sortable as text. */
export type CivilDate = string
