import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from './db/schema.ts'
import type { Kept, Member, Reference } from './msteams/reference.ts'

type Db = Kysely<Database>

const HOUR_MS = 3_600_000

/**
 * What Microsoft Teams must find again after a restart, in the database. Each activity tells where it came from, so what is
 * known within the hour is read and not written.
 */
export function msteamsKept(db: Db): Kept {
  const conversations = db.selectFrom('tally.msteams_conversation').selectAll()
  const reached = conversations.where('gone_at', 'is', null)

  return {
    remember: async (reference, now) => {
      const { tenantId, conversationId, kind, serviceUrl, botId, userId, teamId, groupId } = reference
      await sql`
        with told (tenant_id, conversation_id, kind, service_url, bot_id, user_id, team_id, group_id, seen_at) as (
          values (${tenantId}, ${conversationId}, ${kind}, ${serviceUrl}, ${botId}, ${userId ?? null}, ${teamId ?? null},
            ${groupId ?? null}, ${now}::timestamptz)
        )
        insert into tally.msteams_conversation as c
          (tenant_id, conversation_id, kind, service_url, bot_id, user_id, team_id, group_id, seen_at)
        select * from told where not exists (
          select from tally.msteams_conversation k
          where (k.tenant_id, k.conversation_id, k.kind, k.service_url, k.bot_id)
              = (told.tenant_id, told.conversation_id, told.kind, told.service_url, told.bot_id)
            and (told.user_id is null or k.user_id = told.user_id)
            and (told.team_id is null or k.team_id = told.team_id)
            and (told.group_id is null or k.group_id = told.group_id)
            and k.gone_at is null and k.seen_at > ${new Date(now.getTime() - HOUR_MS)})
        on conflict (tenant_id, conversation_id) do update set
          kind = excluded.kind, service_url = excluded.service_url, bot_id = excluded.bot_id, user_id = excluded.user_id,
          -- Not every activity says it.
          team_id = case when excluded.kind = 'channel' then coalesce(excluded.team_id, c.team_id) end,
          group_id = case when excluded.kind = 'channel' then coalesce(excluded.group_id, c.group_id) end,
          seen_at = greatest(c.seen_at, excluded.seen_at), gone_at = null`.execute(db)
    },

    forget: async (tenantId, conversationId) => {
      await db
        .updateTable('tally.msteams_conversation')
        .set({ gone_at: sql<Date>`now()` })
        .where('tenant_id', '=', tenantId)
        .where('conversation_id', '=', conversationId)
        .where('gone_at', 'is', null)
        .execute()
    },

    conversation: async (tenantId, conversationId) => {
      const row = await conversations
        .where('tenant_id', '=', tenantId)
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst()
      if (row === undefined || row.team_id === null || row.group_id !== null) return reference(row)
      // It is told at the installation, of the channel chosen there; it is the group of the team's other channels too.
      const sibling = await conversations
        .where('tenant_id', '=', tenantId)
        .where('team_id', '=', row.team_id)
        .where('group_id', 'is not', null)
        .orderBy('seen_at', 'desc')
        .executeTakeFirst()
      return toReference({ ...row, group_id: sibling?.group_id ?? null })
    },

    personal: async (tenantId, userId) =>
      reference(
        await reached
          .where('tenant_id', '=', tenantId)
          .where('user_id', '=', userId)
          .orderBy('seen_at', 'desc')
          .orderBy('conversation_id')
          .executeTakeFirst(),
      ),

    newest: async (tenantId) =>
      reference(
        await reached
          .$if(tenantId !== undefined, (query) => query.where('tenant_id', '=', tenantId ?? ''))
          .orderBy('seen_at', 'desc')
          .orderBy('conversation_id')
          .executeTakeFirst(),
      ),

    rosters: async () => {
      const rows = await reached
        .distinctOn(['tenant_id', sql`coalesce(team_id, conversation_id)`])
        .where('kind', '<>', 'personal')
        .orderBy('tenant_id')
        .orderBy(sql`coalesce(team_id, conversation_id)`)
        .orderBy('seen_at', 'desc')
        .orderBy('conversation_id')
        .execute()
      return rows.map(toReference)
    },

    saveMembers: async (members, now) => {
      if (members.length === 0) return
      await sql`
        with told as (
          select distinct on (tenant_id, user_id) * from jsonb_to_recordset(${JSON.stringify(members.map(toRow))}::jsonb) as m (
            tenant_id text, user_id text, aad_object_id text, email text, user_principal_name text, display_name text,
            timezone text, guest boolean)
          -- In one order, so that two who save the same people do not wait for each other.
          order by tenant_id, user_id
        )
        insert into tally.msteams_member as m
          (tenant_id, user_id, aad_object_id, email, user_principal_name, display_name, timezone, guest, seen_at)
        select told.*, ${now}::timestamptz from told where not exists (
          select from tally.msteams_member k where (k.tenant_id, k.user_id) = (told.tenant_id, told.user_id)
            and (k.aad_object_id, k.email, k.user_principal_name, k.display_name, k.guest) is not distinct from
              (told.aad_object_id, told.email, told.user_principal_name, told.display_name, told.guest)
            and (told.timezone is null or k.timezone = told.timezone)
            and k.seen_at > ${new Date(now.getTime() - HOUR_MS)})
        on conflict (tenant_id, user_id) do update set
          aad_object_id = excluded.aad_object_id, email = excluded.email,
          user_principal_name = excluded.user_principal_name, display_name = excluded.display_name,
          -- A roster does not say it.
          timezone = coalesce(excluded.timezone, m.timezone), guest = excluded.guest, seen_at = excluded.seen_at
        -- A roster that was read before says nothing new.
        where m.seen_at <= excluded.seen_at`.execute(db)
    },

    member: async (tenantId, userId) =>
      seenMember(
        await db
          .selectFrom('tally.msteams_member')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('user_id', '=', userId)
          .executeTakeFirst(),
      ),

    memberByEmail: async (email) => {
      const written = email.trim().toLowerCase()
      return seenMember(
        await db
          .selectFrom('tally.msteams_member')
          .selectAll()
          .where('guest', '=', false)
          .where(({ eb, or }) =>
            or([eb('email', '=', written), eb('user_principal_name', '=', written), eb('aad_object_id', '=', written)]),
          )
          // One's user principal name may be another's email; mail is what owners are known by.
          .orderBy(sql`email is not distinct from ${written}`, 'desc')
          .orderBy('seen_at', 'desc')
          .orderBy('user_id')
          .executeTakeFirst(),
      )
    },
  }
}

const toRow = ({ tenantId, userId, aadObjectId, email, userPrincipalName, displayName, timezone, guest }: Member) => ({
  tenant_id: tenantId,
  user_id: userId,
  aad_object_id: aadObjectId?.toLowerCase(),
  email: email?.toLowerCase(),
  user_principal_name: userPrincipalName?.toLowerCase(),
  display_name: displayName,
  timezone,
  guest,
})

const reference = (row: Selectable<Database['tally.msteams_conversation']> | undefined): Reference | undefined =>
  row && toReference(row)

function toReference(row: Selectable<Database['tally.msteams_conversation']>): Reference {
  const { tenant_id, conversation_id, kind, service_url, bot_id, user_id, team_id, group_id } = row
  return {
    tenantId: tenant_id,
    conversationId: conversation_id,
    kind,
    serviceUrl: service_url,
    botId: bot_id,
    ...(user_id === null ? {} : { userId: user_id }),
    ...(team_id === null ? {} : { teamId: team_id }),
    ...(group_id === null ? {} : { groupId: group_id }),
  }
}

function seenMember(
  row: Selectable<Database['tally.msteams_member']> | undefined,
): (Member & { readonly seenAt: Date }) | undefined {
  if (row === undefined) return undefined
  const { tenant_id, user_id, aad_object_id, email, user_principal_name, display_name, timezone, guest, seen_at } = row
  return {
    tenantId: tenant_id,
    userId: user_id,
    displayName: display_name,
    guest,
    seenAt: seen_at,
    ...(aad_object_id === null ? {} : { aadObjectId: aad_object_id }),
    ...(email === null ? {} : { email }),
    ...(user_principal_name === null ? {} : { userPrincipalName: user_principal_name }),
    ...(timezone === null ? {} : { timezone }),
  }
}
