// Sequelize, over node-postgres: models named by their entry_id, without the stamps of Sequelize.
import { DataTypes, Op, Sequelize, UniqueConstraintError, DatabaseError } from 'sequelize'
import { check, skip, customer, newCase, newRequest, newCarrier, newAnswer, inAlmaty, isRecent, differences, languages } from './checks.mjs'

const me = 'Sequelize'
process.env.TZ = 'Pacific/Honolulu'

const sequelize = new Sequelize(process.env.PGDATABASE, process.env.PGUSER, '', {
  dialect: 'postgres', host: process.env.PGHOST, port: process.env.PGPORT ?? 5432, logging: false, pool: { max: 1 }, keepDefaultTimezone: true,
})

const { TEXT, BOOLEAN, DATE, DATEONLY, INTEGER, BIGINT, ARRAY, ENUM } = DataTypes
// What every entry has: its number, and the stamps of the server.
const ofEntry = { entry_id: { type: BIGINT, autoIncrement: true }, recorded_at: DATE, recorded_by: TEXT, changed_at: DATE, changed_by: TEXT }
const options = { schema: 'secretxfer', timestamps: false }
const key = (type) => ({ type, primaryKey: true })
const Case = sequelize.define('Case', {
  case_no: key(TEXT), customer: TEXT, contractor: TEXT, subject: TEXT, works_settlement: TEXT, information_system_service: BOOLEAN,
  opened_on: DATEONLY, closed_on: DATEONLY, printed_no: TEXT, system_mark: TEXT, ...ofEntry,
}, { ...options, tableName: 'cases' })
const Request = sequelize.define('Request', {
  case_no: key(TEXT), request_no: key(TEXT), authority: TEXT, sent_on: DATEONLY, justification: TEXT, transfer_from: DATEONLY, transfer_until: DATEONLY,
  permit_no: TEXT, clearance_no: TEXT, draft_contract: TEXT, information_statement: TEXT, received_on: DATEONLY, answered: { type: BOOLEAN, defaultValue: false },
  printed_no: TEXT, withdrawn_on: DATEONLY, ...ofEntry,
}, { ...options, tableName: 'requests' })
const Carrier = sequelize.define('Carrier', {
  carrier_id: key(BIGINT), owner: TEXT, title: TEXT, kind: ENUM('document', 'other'), mark: ENUM('secret', 'top_secret', 'special_importance'),
  account_no: TEXT, copy_no: TEXT, sheets: INTEGER, registered_on: DATEONLY, ...ofEntry,
}, { ...options, tableName: 'carriers' })
const RequestItem = sequelize.define('RequestItem', {
  case_no: key(TEXT), request_no: key(TEXT), item_no: key(INTEGER), carrier_id: BIGINT, ...ofEntry,
}, { ...options, tableName: 'request_items' })
const Decision = sequelize.define('Decision', {
  case_no: key(TEXT), request_no: key(TEXT), decision_no: TEXT, sent_on: DATEONLY, outcome: TEXT, signed_by: TEXT, signed_as: TEXT,
  excluded_items: ARRAY(INTEGER), ...ofEntry,
}, { ...options, tableName: 'decisions' })

// What a form shows, or undefined. A broken check has no class of its own in Sequelize: the report is in error.original.
async function refusalOf(act) {
  try {
    await act()
  } catch (error) {
    if (!error.original?.code?.startsWith('23')) throw error
    return Object.assign(error.original, { kind: error.constructor })
  }
}

const entered = async (prefix) => (await Case.findAll({ where: sequelize.literal(`case_no LIKE '${me}/${prefix}_'`), order: ['case_no'] })).map((row) => row.case_no)
const ask = async (query, bind, transaction) => (await sequelize.query(query, { bind, transaction }))[0]

// a case, its request and its carriers, in one transaction
let carriers
await sequelize.transaction(async (transaction) => {
  await Case.create(newCase(me, 1), { transaction })
  await Request.create(newRequest(me, 1), { transaction })
  const numbers = (await ask('SELECT secretxfer.new_carrier_id() AS id FROM generate_series(1, 3)', [], transaction)).map((row) => row.id)
  carriers = await Carrier.bulkCreate(numbers.map((carrier_id, n) => ({ ...newCarrier(me, n + 1), carrier_id })), { transaction })
  await RequestItem.bulkCreate(carriers.map(({ carrier_id }, n) => ({ case_no: `${me}/1`, request_no: '1', item_no: n + 1, carrier_id })), { transaction })
})
check('lawful entries', await RequestItem.count({ where: { case_no: `${me}/1` } }), 3)

const carrier = await Carrier.findByPk(carriers[0].carrier_id)
check('enum', carrier.mark, 'top_secret')
check('date', carrier.registered_on, '2024-12-31')
check('bigint', [carriers[0].carrier_id], (await ask('SELECT carrier_id::text AS digits FROM secretxfer.carriers WHERE account_no = $1', [`${me}/1`])).map((row) => row.digits))

// a refusal at its field of the form; all fields, before writing
const refusal = await refusalOf(() => Request.create(newRequest(me, 2, { sent_on: '2199-01-01' })))
check('refusal at its field', [refusal.constraint, refusal.table, refusal.column, refusal.kind === DatabaseError], ['secretxfer_r00_not_in_future', 'requests', 'sent_on', true])
check('fields before writing', (await ask(
  "SELECT field FROM secretxfer.check_entry('secretxfer.requests', $1), unnest(fields) AS field WHERE verdict = 'failed'",
  [JSON.stringify(newRequest(me, 2, { justification: null, draft_contract: '  ' }))])).map((row) => row.field), ['justification', 'draft_contract'])

// enter, or find
const [found, created] = await Case.findOrCreate({ where: { case_no: `${me}/1` }, defaults: newCase(me, 1) })
const duplicate = await refusalOf(() => Case.create(newCase(me, 1)))
check('duplicate found', [found.subject, created, duplicate.kind === UniqueConstraintError, duplicate.constraint], ['works', false, true, 'secretxfer_r00_entered_once'])

// many at once: all or none
const wrong = await refusalOf(() => Case.bulkCreate([newCase(me, 10), newCase(me, 11, { contractor: customer }), newCase(me, 12)]))
await Case.bulkCreate([13, 14, 15].map((n) => newCase(me, n)))
check('batch', [wrong.constraint, await entered(1)], ['secretxfer_r02_parties_differ', [`${me}/13`, `${me}/14`, `${me}/15`]])

skip('COPY', 'Sequelize has none of its own')

// a refusal within a transaction that goes on: a transaction in the transaction is a savepoint
let refused
await sequelize.transaction(async (transaction) => {
  await Case.create(newCase(me, 30), { transaction })
  refused = await refusalOf(() => sequelize.transaction({ transaction }, (inner) => Case.create(newCase(me, 31, { contractor: customer }), { transaction: inner })))
  await Case.create(newCase(me, 32), { transaction })
})
check('savepoint', [refused.constraint, await entered(3)], ['secretxfer_r02_parties_differ', [`${me}/30`, `${me}/32`]])

// one field of a row is changed, and all columns are written back
const key1 = { case_no: `${me}/1`, request_no: '1' }
const requestAsRead = async () => (await Request.findOne({ where: key1 })).get()
const row = { ...(await requestAsRead()), justification: 'needed for the works' }
await Request.update(row, { where: key1 })
check('all columns written back', differences(row, await requestAsRead()), ['changed_at', 'changed_by'])

row.justification = 'needed for other works'
await Request.upsert(row)
check('upsert of all columns', (await requestAsRead()).justification, 'needed for other works')

// a write to a row that somebody else has changed since it was read
const [{ xmin }] = await ask('SELECT xmin FROM secretxfer.cases WHERE case_no = $1', [`${me}/13`])
const written = []
for (const subject of ['one', 'other']) {
  const isAsRead = sequelize.where(sequelize.cast(sequelize.col('xmin'), 'text'), xmin)
  written.push((await Case.update({ subject }, { where: { [Op.and]: [{ case_no: `${me}/13` }, isAsRead] } }))[0])
}
check('stale write noticed', written, [1, 0])

// the body's answer, with a list of numbers
await sequelize.transaction(async (transaction) => {
  await sequelize.query('SET LOCAL ROLE body', { transaction })
  await Request.update({ received_on: '2025-02-12' }, { where: key1, transaction })
  await Decision.create(newAnswer(me, [2, 3]), { transaction })
})
check('list of numbers', (await Decision.findOne({ where: key1 })).excluded_items, [2, 3])

// where the session is
await sequelize.query("SET TIME ZONE 'Pacific/Honolulu'")
const today = inAlmaty()
await Case.create(newCase(me, 40, { opened_on: today }))
const late = await Case.findByPk(`${me}/40`)
check('another time zone', [late.opened_on, isRecent(late.recorded_at)], [today, true])

// the language of the person at the form
const details = {}
for (const language of ['kk', 'ru', 'en']) {
  await ask("SELECT set_config('secretxfer.language', $1, false)", [language])
  details[language] = (await refusalOf(() => Case.create(newCase(me, 41, { contractor: customer })))).detail
}
check('language', languages(details), [true, true, true])

await sequelize.close()
