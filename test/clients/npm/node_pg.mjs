// node-postgres (pg).
import pg from 'pg'
import { check, skip, customer, newCase, newRequest, newCarrier, newAnswer, inAlmaty, isRecent, differences, languages } from './checks.mjs'

const me = 'node-postgres'
process.env.TZ = 'Pacific/Honolulu'

// A date is a day, not midnight somewhere: read it as the text that it is.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

const client = new pg.Client()
await client.connect()
const run = async (text, values) => (await client.query(text, values)).rows
const value = async (text, values) => Object.values((await run(text, values))[0])[0]

function enter(table, entry, end = '') {
  const columns = Object.keys(entry)
  return client.query(`INSERT INTO secretxfer.${table} (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')}) ${end}`, Object.values(entry))
}

// What a form shows, or undefined.
async function refusalOf(act) {
  try {
    await act()
  } catch (refusal) {
    if (!refusal.code?.startsWith('23')) throw refusal
    return refusal
  }
}

async function transaction(act) {
  await client.query('BEGIN')
  try {
    await act()
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

const entered = async (prefix) => (await run('SELECT case_no FROM secretxfer.cases WHERE case_no LIKE $1 ORDER BY 1', [`${me}/${prefix}_`])).map((row) => row.case_no)

// a case, its request and its carriers, in one transaction
const carriers = []
await transaction(async () => {
  await enter('cases', newCase(me, 1))
  await enter('requests', newRequest(me, 1))
  for (const n of [1, 2, 3]) {
    carriers.push((await enter('carriers', newCarrier(me, n), 'RETURNING carrier_id')).rows[0].carrier_id)
    await enter('request_items', { case_no: `${me}/1`, request_no: '1', item_no: n, carrier_id: carriers.at(-1) })
  }
})
check('lawful entries', await value('SELECT count(*)::int FROM secretxfer.request_items WHERE case_no = $1', [`${me}/1`]), 3)

const [carrier] = await run('SELECT *, carrier_id::text AS digits FROM secretxfer.carriers WHERE carrier_id = $1', [carriers[0]])
check('enum', carrier.mark, 'top_secret')
check('date', carrier.registered_on, '2024-12-31')
check('bigint', [carriers[0], carrier.carrier_id], [carrier.digits, carrier.digits])

// a refusal at its field of the form; all fields, before writing
const refusal = await refusalOf(() => enter('requests', newRequest(me, 2, { sent_on: '2199-01-01' })))
check('refusal at its field', [refusal.constraint, refusal.table, refusal.column], ['secretxfer_r00_not_in_future', 'requests', 'sent_on'])
check('fields before writing', await value(
  "SELECT array_agg(field) FROM secretxfer.check_entry('secretxfer.requests', $1), unnest(fields) AS field WHERE verdict = 'failed'",
  [newRequest(me, 2, { justification: null, draft_contract: '  ' })]), ['justification', 'draft_contract'])

// enter, or find
const duplicate = await refusalOf(() => enter('cases', newCase(me, 1)))
check('duplicate found', [duplicate.code, duplicate.constraint, (await enter('cases', newCase(me, 1), 'ON CONFLICT DO NOTHING')).rowCount],
  ['23505', 'secretxfer_r00_entered_once', 0])

// many at once, as rows of one JSON: all or none
const many = (cases) => client.query(`INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
  SELECT case_no, customer, contractor, subject, works_settlement, opened_on FROM jsonb_populate_recordset(NULL::secretxfer.cases, $1)`, [JSON.stringify(cases)])
const wrong = await refusalOf(() => many([newCase(me, 10), newCase(me, 11, { contractor: customer }), newCase(me, 12)]))
await many([13, 14, 15].map((n) => newCase(me, n)))
check('batch', [wrong.constraint, await entered(1)], ['secretxfer_r02_parties_differ', [`${me}/13`, `${me}/14`, `${me}/15`]])

skip('COPY', 'node-postgres has none of its own')

// a refusal within a transaction that goes on
let refused
await transaction(async () => {
  await enter('cases', newCase(me, 30))
  await client.query('SAVEPOINT here')
  refused = await refusalOf(() => enter('cases', newCase(me, 31, { contractor: customer })))
  await client.query('ROLLBACK TO SAVEPOINT here')
  await enter('cases', newCase(me, 32))
})
check('savepoint', [refused.constraint, await entered(3)], ['secretxfer_r02_parties_differ', [`${me}/30`, `${me}/32`]])

// one field of a row is changed, and all columns are written back; the stamps lose what is below a millisecond
const requestAsRead = async () => (await run("SELECT * FROM secretxfer.requests WHERE case_no = $1 AND request_no = '1'", [`${me}/1`]))[0]
const row = { ...(await requestAsRead()), justification: 'needed for the works' }
const columns = Object.keys(row)
await client.query(`UPDATE secretxfer.requests SET ${columns.map((column, i) => `${column} = $${i + 1}`).join(', ')} WHERE case_no = $1 AND request_no = $2`, Object.values(row))
check('all columns written back', differences(row, await requestAsRead()), ['changed_at', 'changed_by'])

row.justification = 'needed for other works'
await enter('requests', row, `ON CONFLICT (case_no, request_no) DO UPDATE SET ${columns.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`)
check('upsert of all columns', (await requestAsRead()).justification, 'needed for other works')

// a write to a row that somebody else has changed since it was read
const version = await value('SELECT xmin FROM secretxfer.cases WHERE case_no = $1', [`${me}/13`])
const written = []
for (const subject of ['one', 'other']) {
  written.push((await client.query('UPDATE secretxfer.cases SET subject = $1 WHERE case_no = $2 AND xmin::text = $3', [subject, `${me}/13`, version])).rowCount)
}
check('stale write noticed', written, [1, 0])

// the body's answer, with a list of numbers
await transaction(async () => {
  await client.query('SET LOCAL ROLE body')
  await client.query('UPDATE secretxfer.requests SET received_on = $1 WHERE case_no = $2', ['2025-02-12', `${me}/1`])
  await enter('decisions', newAnswer(me, [2, 3]))
})
check('list of numbers', await value('SELECT excluded_items FROM secretxfer.decisions WHERE case_no = $1', [`${me}/1`]), [2, 3])

// where the session is
await client.query("SET TIME ZONE 'Pacific/Honolulu'")
const today = inAlmaty()
await enter('cases', newCase(me, 40, { opened_on: today }))
const [late] = await run('SELECT opened_on, recorded_at FROM secretxfer.cases WHERE case_no = $1', [`${me}/40`])
check('another time zone', [late.opened_on, isRecent(late.recorded_at)], [today, true])

// the language of the person at the form
const details = {}
for (const language of ['kk', 'ru', 'en']) {
  await client.query("SELECT set_config('secretxfer.language', $1, false)", [language])
  details[language] = (await refusalOf(() => enter('cases', newCase(me, 41, { contractor: customer })))).detail
}
check('language', languages(details), [true, true, true])

await client.end()
