import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { type Filter, rewriteConditions } from '../filter/rewrite.ts'
import type { Actor } from '../platform/actor.ts'
import { NotFound, Problem } from '../platform/problem.ts'
import type { Tag, TagUses } from './schema.ts'

export class TagTaken extends Problem {
  readonly type = 'tag-taken'
  constructor(name: string, tagId: string) {
    super(409, `There is a tag “${name}” already. Merge the two, or choose another name.`, { tagId })
  }
}

type Row = Tag & Record<string, unknown>

const tagColumns = sql`t.id, t.name, (select count(*) from contact_tags ct where ct.tag_id = t.id)::int as contacts`

/** All tags by name, with how many contacts carry each. */
export async function listTags(db: Database): Promise<Tag[]> {
  return [...(await db.execute<Row>(sql`select ${tagColumns} from tags t order by lower(t.name), t.id`))]
}

/** @throws NotFound */
export async function readTag(tx: Tx, id: string): Promise<Tag> {
  const [row] = await tx.execute<Row>(sql`select ${tagColumns} from tags t where t.id = ${id}::uuid`)
  if (!row) throw new NotFound('such tag')
  return row
}

/** @throws TagTaken */
export async function createTag(db: Database, name: string): Promise<Tag> {
  const [row] = await db.execute<{ id: string }>(sql`insert into tags (name) values (${name})
    on conflict ((lower(name))) do nothing returning id`)
  if (!row) throw await taken(db, name)
  return readTag(db, row.id)
}

/** A new name everywhere; the tag stays the same one. @throws NotFound, TagTaken */
export function renameTag(db: Database, id: string, name: string): Promise<Tag> {
  return db.transaction(async (tx) => {
    await readTag(tx, id)
    const [other] = await tx.execute<{ id: string }>(
      sql`select id from tags where lower(name) = lower(${name}) and id <> ${id}::uuid`,
    )
    if (other) throw new TagTaken(name, other.id)
    await tx.execute(sql`update tags set name = ${name} where id = ${id}::uuid`)
    return readTag(tx, id)
  })
}

async function taken(tx: Tx, name: string): Promise<TagTaken> {
  const [row] = await tx.execute<{ id: string }>(sql`select id from tags where lower(name) = lower(${name})`)
  return new TagTaken(name, row?.id ?? '')
}

/** Where a tag is used: before deleting it, people want to know. */
export async function tagUses(tx: Tx, id: string): Promise<TagUses> {
  const tag = await readTag(tx, id)
  const named = (table: 'segments' | 'scoring_rules', column: 'filter' | 'condition') =>
    tx.execute<{ id: string; name: string }>(sql`select id, name from ${sql.raw(table)}
      where jsonb_path_exists(${sql.raw(column)}, '$.** ? (@.field == "tags").value[*] ? (@ == $id)', ${JSON.stringify({ id })}::jsonb)
      order by name`)
  return {
    contacts: tag.contacts,
    segments: [...(await named('segments', 'filter'))],
    scoringRules: [...(await named('scoring_rules', 'condition'))],
  }
}

/** Removes the tag from everybody. What filters by it is paused with its name, and matches nobody. @throws NotFound */
export function deleteTag(db: Database, actor: Actor, id: string): Promise<void> {
  return db.transaction(async (tx) => {
    await tellContacts(tx, actor, id, null)
    const rows = await tx.execute(sql`delete from tags where id = ${id}::uuid returning id`)
    if (rows.length === 0) throw new NotFound('such tag')
    await audit(tx, actor, { action: 'tag.deleted', subjectKind: 'tag', subjectId: id })
  })
}

/** Whoever carries one tag gets the other, filters follow, and the first is gone. @throws NotFound */
export function mergeTags(db: Database, actor: Actor, id: string, into: string): Promise<Tag> {
  return db.transaction(async (tx) => {
    await readTag(tx, id)
    await readTag(tx, into)
    if (id === into) return readTag(tx, id)
    await tx.execute(sql`select id from tags where id in (${id}::uuid, ${into}::uuid) order by id for update`)
    await tellContacts(tx, actor, id, into)
    await tx.execute(sql`insert into contact_tags (contact_id, tag_id)
      select contact_id, ${into}::uuid from contact_tags where tag_id = ${id}::uuid order by contact_id on conflict do nothing`)
    await refile(tx, id, into)
    await tx.execute(sql`delete from tags where id = ${id}::uuid`)
    await audit(tx, actor, { action: 'tag.merged', subjectKind: 'tag', subjectId: id, details: { into } })
    return readTag(tx, into)
  })
}

/** The history of everybody who carries a tag says that it goes, and which one comes instead. */
async function tellContacts(tx: Tx, actor: Actor, id: string, into: string | null): Promise<void> {
  const gets = sql`not exists (select 1 from contact_tags o where o.contact_id = ct.contact_id and o.tag_id = i.id)`
  await tx.execute(sql`
    insert into contact_changes (contact_id, user_id, field, before, after, route, request_id)
    select ct.contact_id, ${actor.userId}::uuid, told.field, told.before, told.after, ${actor.route}, ${actor.requestId ?? null}
      from contact_tags ct join tags t on t.id = ct.tag_id
      left join tags i on i.id = ${into}::uuid
      cross join lateral (values ('tagsRemoved', jsonb_build_array(t.name), null::jsonb, true),
        ('tagsAdded', null::jsonb, jsonb_build_array(i.name), i.id is not null and ${gets})) told(field, before, after, happens)
     where ct.tag_id = ${id}::uuid and told.happens`)
}

/** Filters that name the one tag name the other from now on. */
async function refile(tx: Tx, id: string, into: string) {
  const instead = (filter: Filter) =>
    rewriteConditions(filter, (condition) =>
      condition.field === 'tags' && Array.isArray(condition.value)
        ? { ...condition, value: [...new Set((condition.value as string[]).map((tag) => (tag === id ? into : tag)))] }
        : condition,
    )
  const { segments, scoringRules } = await tagUses(tx, id)
  for (const segment of segments) {
    const [row] = await tx.execute<{ filter: Filter }>(
      sql`select filter from segments where id = ${segment.id}::uuid for update`,
    )
    if (row)
      await tx.execute(
        sql`update segments set filter = ${JSON.stringify(instead(row.filter))}::jsonb where id = ${segment.id}::uuid`,
      )
  }
  for (const rule of scoringRules) {
    const [row] = await tx.execute<{ condition: { filter?: Filter } }>(sql`
      select condition from scoring_rules where id = ${rule.id}::uuid for update`)
    if (!row?.condition.filter) continue
    const condition = { ...row.condition, filter: instead(row.condition.filter) }
    await tx.execute(
      sql`update scoring_rules set condition = ${JSON.stringify(condition)}::jsonb where id = ${rule.id}::uuid`,
    )
  }
}
