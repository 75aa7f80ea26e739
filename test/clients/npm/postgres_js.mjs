// postgres.js.
import postgres from 'postgres'
import { check, customer, newCase, newRequest, newCarrier, newAnswer, inAlmaty, isRecent, differences, languages } from './checks.mjs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const me = 'postgres.js'
process.env.TZ = 'Pacific/Honolulu'

// A date is a day, not midnight somewhere; a stamp of the server stays as it came.
const sql = postgres({ host: process.env.PGHOST, max: 1, onnotice: () => {},
  types: { date: { to: 1082, from: [1082], serialize: (day) => day, parse: (day) => day } } })

// What a form shows, or undefined.
async function refusalOf(act) {
  try {
    await act()
  } catch (refusal) {
    if (!refusal.code?.startsWith('23')) throw refusal
    return refusal
  }
}

const entered = async (prefix) => (await sql`SELECT case_no FROM secretxfer.cases WHERE case_no LIKE ${`${me}/${prefix}_`} ORDER BY 1`).map((row) => row.case_no)

// a case, its request and its carriers, in one transaction
let carriers
await sql.begin(async (sql) => {
  await sql`INSERT INTO secretxfer.cases ${sql(newCase(me, 1))}`
  await sql`INSERT INTO secretxfer.requests ${sql(newRequest(me, 1))}`
  carriers = (await sql`INSERT INTO secretxfer.carriers ${sql([1, 2, 3].map((n) => newCarrier(me, n)))} RETURNING carrier_id`).map((row) => row.carrier_id)
  await sql`INSERT INTO secretxfer.request_items ${sql(carriers.map((carrier_id, n) => ({ case_no: `${me}/1`, request_no: '1', item_no: n + 1, carrier_id })))}`
})
check('lawful entries', (await sql`SELECT FROM secretxfer.request_items WHERE case_no = ${`${me}/1`}`).length, 3)

const [carrier] = await sql`SELECT *, carrier_id::text AS digits FROM secretxfer.carriers WHERE carrier_id = ${carriers[0]}`
check('enum', carrier.mark, 'top_secret')
check('date', carrier.registered_on, '2024-12-31')
check('bigint', [carriers[0], carrier.carrier_id], [carrier.digits, carrier.digits])

// a refusal at its field of the form; all fields, before writing
const refusal = await refusalOf(() => sql`INSERT INTO secretxfer.requests ${sql(newRequest(me, 2, { sent_on: '2199-01-01' }))}`)
check('refusal at its field', [refusal.constraint_name, refusal.table_name, refusal.column_name], ['secretxfer_r00_not_in_future', 'requests', 'sent_on'])
const [{ fields }] = await sql`SELECT array_agg(field) AS fields
  FROM secretxfer.check_entry('secretxfer.requests', ${sql.json(newRequest(me, 2, { justification: null, draft_contract: '  ' }))}), unnest(fields) AS field WHERE verdict = 'failed'`
check('fields before writing', fields, ['justification', 'draft_contract'])

// enter, or find
const duplicate = await refusalOf(() => sql`INSERT INTO secretxfer.cases ${sql(newCase(me, 1))}`)
check('duplicate found', [duplicate.code, duplicate.constraint_name, (await sql`INSERT INTO secretxfer.cases ${sql(newCase(me, 1))} ON CONFLICT DO NOTHING`).count],
  ['23505', 'secretxfer_r00_entered_once', 0])

// many at once: all or none
const wrong = await refusalOf(() => sql`INSERT INTO secretxfer.cases ${sql([newCase(me, 10), newCase(me, 11, { contractor: customer }), newCase(me, 12)])}`)
await sql`INSERT INTO secretxfer.cases ${sql([13, 14, 15].map((n) => newCase(me, n)))}`
check('batch', [wrong.constraint_name, await entered(1)], ['secretxfer_r02_parties_differ', [`${me}/13`, `${me}/14`, `${me}/15`]])

// COPY into a table of the application's own, from which import_entries() enters; COPY as the owner. A COPY that the server
// refuses never ends in postgres.js, so that only the first is for files of others.
async function copy(table, cases) {
  const lines = cases.map((entry) => `${Object.values(entry).join('\t')}\n`)
  await pipeline(Readable.from(lines), await sql.unsafe(`COPY ${table} (${Object.keys(cases[0]).join(', ')}) FROM STDIN`).writable())
}
await copy('office.staged_cases', [newCase(me, 20), newCase(me, 21, { opened_on: '03.02.2025' }), newCase(me, 22)])
const told = await sql`SELECT line::int, fields FROM secretxfer.import_entries('secretxfer.cases', 'office.staged_cases', false)`
await sql`TRUNCATE office.staged_cases RESTART IDENTITY`
await sql`SET ROLE keeper`
await copy('secretxfer.cases', [newCase(me, 23)])
await sql`RESET ROLE`
check('COPY', [told.map((row) => ({ ...row })), await entered(2)], [[{ line: 2, fields: ['opened_on'] }], [`${me}/20`, `${me}/22`, `${me}/23`]])

// a refusal within a transaction that goes on
let refused
await sql.begin(async (sql) => {
  await sql`INSERT INTO secretxfer.cases ${sql(newCase(me, 30))}`
  refused = await refusalOf(() => sql.savepoint((sql) => sql`INSERT INTO secretxfer.cases ${sql(newCase(me, 31, { contractor: customer }))}`))
  await sql`INSERT INTO secretxfer.cases ${sql(newCase(me, 32))}`
})
check('savepoint', [refused.constraint_name, await entered(3)], ['secretxfer_r02_parties_differ', [`${me}/30`, `${me}/32`]])

// one field of a row is changed, and all columns are written back; the stamps lose what is below a millisecond
const requestAsRead = async () => ({ ...(await sql`SELECT * FROM secretxfer.requests WHERE case_no = ${`${me}/1`} AND request_no = '1'`)[0] })
const row = { ...(await requestAsRead()), justification: 'needed for the works' }
await sql`UPDATE secretxfer.requests SET ${sql(row)} WHERE case_no = ${row.case_no} AND request_no = ${row.request_no}`
check('all columns written back', differences(row, await requestAsRead()), ['changed_at', 'changed_by'])

row.justification = 'needed for other works'
await sql`INSERT INTO secretxfer.requests ${sql(row)} ON CONFLICT (case_no, request_no) DO UPDATE SET ${sql(row)}`
check('upsert of all columns', (await requestAsRead()).justification, 'needed for other works')

// a write to a row that somebody else has changed since it was read
const [{ xmin }] = await sql`SELECT xmin FROM secretxfer.cases WHERE case_no = ${`${me}/13`}`
const written = []
for (const subject of ['one', 'other']) {
  written.push((await sql`UPDATE secretxfer.cases SET ${sql({ subject })} WHERE case_no = ${`${me}/13`} AND xmin::text = ${xmin}`).count)
}
check('stale write noticed', written, [1, 0])

// the body's answer, with a list of numbers
await sql.begin(async (sql) => {
  await sql`SET LOCAL ROLE body`
  await sql`UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = ${`${me}/1`}`
  await sql`INSERT INTO secretxfer.decisions ${sql(newAnswer(me, [2, 3]))}`
})
check('list of numbers', (await sql`SELECT excluded_items FROM secretxfer.decisions WHERE case_no = ${`${me}/1`}`)[0].excluded_items, [2, 3])

// where the session is
await sql`SET TIME ZONE 'Pacific/Honolulu'`
const today = inAlmaty()
await sql`INSERT INTO secretxfer.cases ${sql(newCase(me, 40, { opened_on: today }))}`
const [late] = await sql`SELECT opened_on, recorded_at FROM secretxfer.cases WHERE case_no = ${`${me}/40`}`
check('another time zone', [late.opened_on, isRecent(late.recorded_at)], [today, true])

// the language of the person at the form
const details = {}
for (const language of ['kk', 'ru', 'en']) {
  await sql`SELECT set_config('secretxfer.language', ${language}, false)`
  details[language] = (await refusalOf(() => sql`INSERT INTO secretxfer.cases ${sql(newCase(me, 41, { contractor: customer }))}`)).detail
}
check('language', languages(details), [true, true, true])

await sql.end()
