// TypeORM, over node-postgres: entities without decorators, as a program without a compiler writes them.
import { DataSource, EntitySchema, QueryFailedError } from 'typeorm'
import { check, skip, customer, newCase, newRequest, newCarrier, newAnswer, inAlmaty, isRecent, differences, languages } from './checks.mjs'

const me = 'TypeORM'
process.env.TZ = 'Pacific/Honolulu'

const columns = (type, names) => Object.fromEntries(names.split(' ').map((name) => [name, { type, nullable: true }]))
const keys = (type, names) => Object.fromEntries(names.split(' ').map((name) => [name, { type, primary: true }]))
// What the server writes: read, never sent.
const ofEntry = Object.fromEntries([['entry_id', 'bigint'], ['recorded_at', 'timestamptz'], ['recorded_by', 'text'], ['changed_at', 'timestamptz'], ['changed_by', 'text']]
  .map(([name, type]) => [name, { type, nullable: true }]))
const entity = (name, columns) => new EntitySchema({ name, tableName: name, schema: 'secretxfer', columns: { ...columns, ...ofEntry } })

const Case = entity('cases', { ...keys('text', 'case_no'), ...columns('text', 'customer contractor subject works_settlement printed_no system_mark'), ...columns('date', 'opened_on closed_on'),
  information_system_service: { type: Boolean, default: false } })
const Request = entity('requests', { ...keys('text', 'case_no request_no'),
  ...columns('text', 'authority justification permit_no clearance_no draft_contract information_statement printed_no'),
  ...columns('date', 'sent_on transfer_from transfer_until received_on withdrawn_on'), answered: { type: Boolean, default: false } })
const Carrier = entity('carriers', { carrier_id: { type: 'bigint', primary: true, default: () => 'secretxfer.new_carrier_id()' },
  kind: { type: 'enum', enum: ['document', 'other'], enumName: 'carrier_kind' }, mark: { type: 'enum', enum: ['secret', 'top_secret', 'special_importance'], enumName: 'secrecy_mark' },
  ...columns('text', 'owner title account_no copy_no'), sheets: { type: 'int' }, ...columns('date', 'registered_on') })
const RequestItem = entity('request_items', { ...keys('text', 'case_no request_no'), ...keys('int', 'item_no'), ...columns('bigint', 'carrier_id') })
const Decision = entity('decisions', { ...keys('text', 'case_no request_no'), ...columns('text', 'decision_no outcome signed_by signed_as'), ...columns('date', 'sent_on'),
  excluded_items: { type: 'int', array: true, nullable: true } })

const source = await new DataSource({ type: 'postgres', host: process.env.PGHOST, port: Number(process.env.PGPORT ?? 5432), username: process.env.PGUSER,
  database: process.env.PGDATABASE, entities: [Case, Request, Carrier, RequestItem, Decision], poolSize: 1, installExtensions: false }).initialize()
const manager = source.manager

// What a form shows, or undefined.
async function refusalOf(act) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof QueryFailedError) || !error.driverError.code?.startsWith('23')) throw error
    return error.driverError
  }
}

const entered = async (prefix) => (await source.query('SELECT case_no FROM secretxfer.cases WHERE case_no LIKE $1 ORDER BY 1', [`${me}/${prefix}_`])).map((row) => row.case_no)

// a case, its request and its carriers, in one transaction
let carriers
await manager.transaction(async (manager) => {
  await manager.insert(Case, newCase(me, 1))
  await manager.insert(Request, newRequest(me, 1))
  carriers = (await manager.insert(Carrier, [1, 2, 3].map((n) => newCarrier(me, n)))).identifiers.map((row) => row.carrier_id)
  await manager.insert(RequestItem, carriers.map((carrier_id, n) => ({ case_no: `${me}/1`, request_no: '1', item_no: n + 1, carrier_id })))
})
check('lawful entries', await manager.countBy(RequestItem, { case_no: `${me}/1` }), 3)

const carrier = await manager.findOneBy(Carrier, { carrier_id: carriers[0] })
check('enum', carrier.mark, 'top_secret')
check('date', carrier.registered_on, '2024-12-31')
check('bigint', [carriers[0]], (await source.query('SELECT carrier_id::text AS digits FROM secretxfer.carriers WHERE account_no = $1', [`${me}/1`])).map((row) => row.digits))

// a refusal at its field of the form; all fields, before writing
const refusal = await refusalOf(() => manager.save(Request, newRequest(me, 2, { sent_on: '2199-01-01' })))
check('refusal at its field', [refusal.constraint, refusal.table, refusal.column], ['secretxfer_r00_not_in_future', 'requests', 'sent_on'])
check('fields before writing', (await source.query(
  "SELECT field FROM secretxfer.check_entry('secretxfer.requests', $1), unnest(fields) AS field WHERE verdict = 'failed'",
  [newRequest(me, 2, { justification: null, draft_contract: '  ' })])).map((row) => row.field), ['justification', 'draft_contract'])

// enter, or find
const duplicate = await refusalOf(() => manager.insert(Case, newCase(me, 1)))
await manager.createQueryBuilder().insert().into(Case).values(newCase(me, 1)).orIgnore().execute()
check('duplicate found', [duplicate.code, duplicate.constraint], ['23505', 'secretxfer_r00_entered_once'])

// many at once: all or none
const wrong = await refusalOf(() => manager.save(Case, [newCase(me, 10), newCase(me, 11, { contractor: customer }), newCase(me, 12)]))
await manager.save(Case, [13, 14, 15].map((n) => newCase(me, n)), { chunk: 2 })
check('batch', [wrong.constraint, await entered(1)], ['secretxfer_r02_parties_differ', [`${me}/13`, `${me}/14`, `${me}/15`]])

skip('COPY', 'TypeORM has none of its own')

// a refusal within a transaction that goes on: a transaction in the transaction is a savepoint
let refused
await manager.transaction(async (manager) => {
  await manager.insert(Case, newCase(me, 30))
  refused = await refusalOf(() => manager.transaction((inner) => inner.insert(Case, newCase(me, 31, { contractor: customer }))))
  await manager.insert(Case, newCase(me, 32))
})
check('savepoint', [refused.constraint, await entered(3)], ['secretxfer_r02_parties_differ', [`${me}/30`, `${me}/32`]])

// one field of a row is changed, and all columns are written back; save() alone would write the field that changed
const key1 = { case_no: `${me}/1`, request_no: '1' }
const requestAsRead = () => manager.findOneBy(Request, key1)
const row = { ...(await requestAsRead()), justification: 'needed for the works' }
await manager.update(Request, key1, row)
check('all columns written back', differences(row, { ...(await requestAsRead()) }), ['changed_at', 'changed_by'])

row.justification = 'needed for other works'
await manager.upsert(Request, row, ['case_no', 'request_no'])
check('upsert of all columns', (await requestAsRead()).justification, 'needed for other works')

// a write to a row that somebody else has changed since it was read
const [{ xmin }] = await source.query('SELECT xmin FROM secretxfer.cases WHERE case_no = $1', [`${me}/13`])
const written = []
for (const subject of ['one', 'other']) {
  written.push((await manager.createQueryBuilder().update(Case).set({ subject }).where('case_no = :case_no AND xmin::text = :xmin', { case_no: `${me}/13`, xmin }).execute()).affected)
}
check('stale write noticed', written, [1, 0])

// the body's answer, with a list of numbers
await manager.transaction(async (manager) => {
  await manager.query('SET LOCAL ROLE body')
  await manager.update(Request, key1, { received_on: '2025-02-12' })
  await manager.insert(Decision, newAnswer(me, [2, 3]))
})
check('list of numbers', (await manager.findOneBy(Decision, key1)).excluded_items, [2, 3])

// where the session is
await source.query("SET TIME ZONE 'Pacific/Honolulu'")
const today = inAlmaty()
await manager.insert(Case, newCase(me, 40, { opened_on: today }))
const late = await manager.findOneBy(Case, { case_no: `${me}/40` })
check('another time zone', [late.opened_on, isRecent(late.recorded_at)], [today, true])

// the language of the person at the form
const details = {}
for (const language of ['kk', 'ru', 'en']) {
  await source.query("SELECT set_config('secretxfer.language', $1, false)", [language])
  details[language] = (await refusalOf(() => manager.insert(Case, newCase(me, 41, { contractor: customer })))).detail
}
check('language', languages(details), [true, true, true])

await source.destroy()
