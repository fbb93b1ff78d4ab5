import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { FIRST, SYLLABLES, TITLES } from './names.ts'

/** A database of its own for a size, migrated and filled with contacts as companies really have them: skewed. */
export async function filled(server: string, contacts: number): Promise<string> {
  const name = `bench_${contacts}`
  const admin = connect(server, { max: 1 })
  await admin.sql.unsafe(`drop database if exists ${name} with (force)`)
  await admin.sql.unsafe(`create database ${name}`)
  await admin.close()
  const url = new URL(server)
  url.pathname = `/${name}`
  await migrate(url.href)
  const started = Date.now()
  await fill(url.href, contacts)
  console.log(`  ${contacts.toLocaleString('en')} contacts filled in ${Math.round((Date.now() - started) / 1000)} s`)
  return url.href
}

const pick = (list: readonly string[], n: string) => `(array['${list.join("','")}'])[1 + (${n}) % ${list.length}]`

/**
 * Set-wise, with the triggers off and what they keep worked out in the same statement. Last names, companies, tags and
 * owners are skewed by the square of a uniform number.
 */
async function fill(url: string, contacts: number): Promise<void> {
  const { sql, close } = connect(url, { max: 1 })
  const run = (text: string) => sql.unsafe(text)
  const companies = Math.max(100, Math.round(contacts / 20))
  await run(
    `set synchronous_commit = off; set session_replication_role = replica; set work_mem = '256MB'; select setseed(0.42)`,
  )
  await run(`insert into users (entra_id, name) select gen_random_uuid(), 'Owner ' || n from generate_series(1, 50) n`)
  await run(`insert into tags (name) select 'Tag ' || n from generate_series(1, 200) n`)
  await run(
    `insert into custom_fields (entity, key, label, type) values ('contact', 'level', 'Level', 'number'), ('contact', 'region', 'Region', 'text')`,
  )
  await run(
    `insert into companies (name, sort_name) select x, fold(x) from (select 'Company ' || n || ' ' || ${pick(SYLLABLES, 'n')} || ${pick(SYLLABLES, 'n / 7')} as x from generate_series(1, ${companies}) n) y`,
  )
  await run(`create temp table co as select id, name, row_number() over (order by id) as n from companies; create temp table ow as select id, name, row_number() over (order by id) as n from users;
    create index on co (n); create index on ow (n); analyze co; analyze ow`)
  await run(`create temp table p as select g, r1, r2, ${pick(FIRST, '(r1 * 1000)::int')} as first_name,
      initcap(${pick(SYLLABLES, '(r2 * r2 * 20)::int')} || ${pick(SYLLABLES, '(r3 * r3 * 20)::int')} || ${pick(SYLLABLES, '(r4 * 20)::int')}) as last_name,
      case when r3 < 0.8 then 1 + (r4 * r4 * ${companies - 1})::int end as company, case when r2 < 0.9 then 1 + (r1 * r1 * 49)::int end as owner
    from (select g, random() r1, random() r2, random() r3, random() r4 from generate_series(1, ${contacts}) g) x`)
  await run(`insert into contacts (id, first_name, last_name, phone, phone_display, job_title, role, status, chosen_status, source, country, law_country, law_basis,
      company_id, owner_id, consent_status, custom_fields, created_at, updated_at, sort_name, sort_email, sort_company, sort_owner, sort_title, sort_source, search_text)
    select uuid7(at), first_name, last_name, phone, phone, title, role, status, status, source, country, country, case when country is not null then 'contact' end,
      co.id, ow.id, consent, fields, at, at, lower(last_name || ' ' || first_name), lower(mail), coalesce(lower(co.name), ''), coalesce(lower(ow.name), ''), coalesce(lower(title), ''), lower(source),
      fold(' ' || first_name || ' ' || last_name || E' \\n ' || regexp_replace(mail, '[^[:alnum:]]+', ' ', 'g') || E' \\n ' || coalesce(co.name, '') || E' \\n' || first_name || ' ' || last_name || E'\\n' || mail || E'\\n' || coalesce(co.name, '') || E'\\n' || coalesce(substr(phone, 2), ''))
    from (select p.*, timestamptz '2020-01-01Z' + make_interval(secs => g * (200000000.0 / ${contacts})) as at,
        lower(unaccent(first_name)) || '.' || lower(last_name) || g || '@' || case when company is null then 'gmail.com' else 'company' || company || '.example' end as mail,
        case when r1 < 0.6 then '+49' || (300000000 + (r2 * 99999999)::int) end as phone,
        case when r2 < 0.7 then ${pick(TITLES, '(r1 * 997)::int')} end as title, case when r1 < 0.3 then ${pick(['decision_maker', 'champion', 'influencer', 'end_user'], '(r2 * 97)::int')} end as role,
        case when r2 < 0.05 then 'inactive' when r2 < 0.07 then 'unsubscribed' else 'active' end as status,
        ${pick(['Import', 'M365', 'Website', 'Fair'], '(r1 * 89)::int')} as source, case when r1 < 0.7 then ${pick(['DE', 'DE', 'DE', 'FR', 'CH', 'AT', 'US', 'GB', 'CA', 'NL'], '(r2 * 83)::int')} end as country,
        case when r2 between 0.05 and 0.07 then 'opted_out' when r1 < 0.2 then 'opted_in' else 'unknown' end as consent,
        case when r1 < 0.5 then jsonb_build_object('level', (r2 * 100)::int, 'region', 'Region ' || (r1 * 40)::int) else '{}' end as fields from p) x
      left join co on co.n = x.company left join ow on ow.n = x.owner`)
  await run(
    `create temp table ids as select id, sort_email, row_number() over (order by id) as n from contacts; analyze ids`,
  )
  await run(
    `insert into contact_addresses (address, contact_id, display, is_primary) select sort_email, id, sort_email, true from ids`,
  )
  await run(
    `insert into contact_tags select i.id, t.id from ids i cross join lateral (select distinct 1 + (power(random(), 3) * 199)::int as k from generate_series(1, (i.n % 3)::int)) x join (select id, row_number() over (order by id) as k from tags) t using (k)`,
  )
  await run(`insert into contact_engagement (contact_id, lead_score, last_contacted_at, last_activity_at, score_due_at)
    select id, (power(random(), 2) * 100)::int, case when n % 3 > 0 then now() - make_interval(hours => (power(random(), 2) * 20000)::int) end, case when n % 4 > 0 then now() - make_interval(hours => (power(random(), 2) * 20000)::int) end, null from ids`)
  await run(
    `insert into contact_custom_values select c.id, v.field_id, v.ordinal, v.text_value, v.number_value, v.unique_value from contacts c cross join lateral custom_values_of(c.id, c.custom_fields) v where c.custom_fields <> '{}'`,
  )
  await run('set session_replication_role = origin')
  await run('vacuum analyze')
  await close()
}
