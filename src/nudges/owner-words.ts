import { type Names, personName, shortName } from './said.ts'
import type { StoredNudge } from './stored.ts'

/** "You, because the owner tag of the resource names you": the proof, for whoever wonders why them. */
export function whyWords({ owner, clues, team, project }: StoredNudge, reader: string | null, names: Names): string {
  const isReader = owner.email === reader
  const [who, them] = isReader ? ['You', 'you'] : [personName(names, owner.email), 'them']
  const tagged = (tag: string | null) => (tag === null ? '' : ` (“${shortName(tag, 40)}”)`)
  const because = (reason: string) => `${who}, because ${reason}.`
  switch (owner.why) {
    case 'picked':
      return because(`somebody who knows said that it is ${isReader ? 'yours' : 'theirs'}`)
    case 'resource_tag':
      return because(`the owner tag of the resource${tagged(clues.resourceTag)} names ${them}`)
    case 'workload':
      return because(`${isReader ? 'you own' : 'they own'} most of what the same workload costs`)
    case 'project':
      return because(
        `${isReader ? 'you own' : 'they own'} most of what ${project === null ? 'its project' : `project ${shortName(project, 40)}`} costs`,
      )
    case 'team_lead':
      return because(
        `${isReader ? 'you lead' : 'they lead'} ${team === null ? 'its team' : `team ${shortName(team, 40)}`}, and nobody nearer is known`,
      )
    case 'finops':
      return because(`nobody nearer is known, and ${isReader ? 'you administer' : 'they administer'} Tally`)
  }
}
