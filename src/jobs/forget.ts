import { forgetSnapshots } from '../budgets/snapshots.ts'
import { forgetCards, forgetMessages } from '../outbox/forget.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

const DAY_MS = 86_400_000

// A platform repeats a delivery for minutes, at most hours; an answer is looked up for as long as people argue about it.
// A message's key is kept for as long as anybody might enqueue it again, its figures only until it has been read.
const KEEP_DAYS = {
  delivery: 4,
  openQuestion: 7,
  threadQuestion: 7,
  answer: 400,
  forecast: 430,
  digestRun: 400,
  alert: 400,
  card: 35,
  message: 430,
  nudgeMessage: 400,
  // What it saved is asked for by quarters and years.
  resolvedNudge: 800,
}

/** Deletes what nobody will ask for again. */
export const forget: Job = async ({ db, now }) => {
  const before = (days: number) => new Date(now().getTime() - days * DAY_MS)
  const [
    deliveries,
    openQuestions,
    threadQuestions,
    answers,
    forecasts,
    digestRuns,
    alerts,
    cards,
    messages,
    nudgeMessages,
    nudges,
  ] = await Promise.all([
    db
      .deleteFrom('tally.delivery')
      .where('received_at', '<', before(KEEP_DAYS.delivery))
      // Whoever opened Tally's page was greeted, and is not greeted again.
      .where('delivery_key', 'not like', 'opened:%')
      .executeTakeFirst(),
    db.deleteFrom('tally.open_question').where('asked_at', '<', before(KEEP_DAYS.openQuestion)).executeTakeFirst(),
    db.deleteFrom('tally.thread_question').where('asked_at', '<', before(KEEP_DAYS.threadQuestion)).executeTakeFirst(),
    db.deleteFrom('tally.answer').where('answered_at', '<', before(KEEP_DAYS.answer)).executeTakeFirst(),
    forgetSnapshots(db, before(KEEP_DAYS.forecast).toISOString().slice(0, 10)),
    db.deleteFrom('tally.digest_run').where('slot_at', '<', before(KEEP_DAYS.digestRun)).executeTakeFirst(),
    db.deleteFrom('tally.alert').where('raised_at', '<', before(KEEP_DAYS.alert)).executeTakeFirst(),
    forgetCards(db, before(KEEP_DAYS.card)),
    forgetMessages(db, before(KEEP_DAYS.message)),
    db.deleteFrom('tally.nudge_message').where('created_at', '<', before(KEEP_DAYS.nudgeMessage)).executeTakeFirst(),
    db
      .deleteFrom('tally.nudge')
      .where('state_kind', '=', 'resolved')
      .where('changed_at', '<', before(KEEP_DAYS.resolvedNudge))
      .executeTakeFirst(),
  ])
  return did({
    deliveries: Number(deliveries.numDeletedRows),
    openQuestions: Number(openQuestions.numDeletedRows),
    threadQuestions: Number(threadQuestions.numDeletedRows),
    answers: Number(answers.numDeletedRows),
    forecasts,
    digestRuns: Number(digestRuns.numDeletedRows),
    alerts: Number(alerts.numDeletedRows),
    cards,
    messages,
    nudgeMessages: Number(nudgeMessages.numDeletedRows),
    nudges: Number(nudges.numDeletedRows),
  })
}
