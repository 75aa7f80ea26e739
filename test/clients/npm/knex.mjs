// Knex, over node-postgres.
import knexOf from 'knex'
import pg from 'pg'
import { check, skip, customer, newCase, newRequest, newCarrier, newAnswer, inAlmaty, isRecent, differences, languages } from './checks.mjs'

const me = 'Knex'
process.env.TZ = 'Pacific/Honolulu'
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text) // a date is a day, not midnight somewhere

const knex = knexOf({ client: 'pg', connection: {}, pool: { min: 1, max: 1 }, searchPath: ['secretxfer'] })

// What a form shows, or undefined.
async function refusalOf(act) {
  try {
    await act()
  } catch (refusal) {
    if (!refusal.code?.startsWith('23')) throw refusal
    return refusal
  }
}

const entered = (prefix) => knex('cases').whereLike('case_no', `${me}/${prefix}_`).orderBy('case_no').pluck('case_no')

// a case, its request and its carriers, in one transaction
let carriers
await knex.transaction(async (trx) => {
  await trx('cases').insert(newCase(me, 1))
  await trx('requests').insert(newRequest(me, 1))
  carriers = (await trx('carriers').insert([1, 2, 3].map((n) => newCarrier(me, n)), 'carrier_id')).map((row) => row.carrier_id)
  await trx('request_items').insert(carriers.map((carrier_id, n) => ({ case_no: `${me}/1`, request_no: '1', item_no: n + 1, carrier_id })))
})
check('lawful entries', (await knex('request_items').where({ case_no: `${me}/1` })).length, 3)

const carrier = await knex('carriers').where({ carrier_id: carriers[0] }).first('*', knex.raw('carrier_id::text AS digits'))
check('enum', carrier.mark, 'top_secret')
check('date', carrier.registered_on, '2024-12-31')
check('bigint', [carriers[0], carrier.carrier_id], [carrier.digits, carrier.digits])

// a refusal at its field of the form; all fields, before writing
const refusal = await refusalOf(() => knex('requests').insert(newRequest(me, 2, { sent_on: '2199-01-01' })))
check('refusal at its field', [refusal.constraint, refusal.table, refusal.column], ['secretxfer_r00_not_in_future', 'requests', 'sent_on'])
const { rows: [{ fields }] } = await knex.raw(
  "SELECT array_agg(field) AS fields FROM secretxfer.check_entry('secretxfer.requests', ?), unnest(fields) AS field WHERE verdict = 'failed'",
  [JSON.stringify(newRequest(me, 2, { justification: null, draft_contract: '  ' }))])
check('fields before writing', fields, ['justification', 'draft_contract'])

// enter, or find
const duplicate = await refusalOf(() => knex('cases').insert(newCase(me, 1)))
const inserted = await knex('cases').insert(newCase(me, 1), 'case_no').onConflict('case_no').ignore()
check('duplicate found', [duplicate.code, duplicate.constraint, inserted.length], ['23505', 'secretxfer_r00_entered_once', 0])

// many at once: all or none
const wrong = await refusalOf(() => knex.batchInsert('cases', [newCase(me, 10), newCase(me, 11, { contractor: customer }), newCase(me, 12)], 2))
await knex.batchInsert('cases', [13, 14, 15].map((n) => newCase(me, n)), 2)
check('batch', [wrong.constraint, await entered(1)], ['secretxfer_r02_parties_differ', [`${me}/13`, `${me}/14`, `${me}/15`]])

skip('COPY', 'Knex has none of its own')

// a refusal within a transaction that goes on: a transaction in the transaction is a savepoint
let refused
await knex.transaction(async (trx) => {
  await trx('cases').insert(newCase(me, 30))
  refused = await refusalOf(() => trx.transaction((inner) => inner('cases').insert(newCase(me, 31, { contractor: customer }))))
  await trx('cases').insert(newCase(me, 32))
})
check('savepoint', [refused.constraint, await entered(3)], ['secretxfer_r02_parties_differ', [`${me}/30`, `${me}/32`]])

// one field of a row is changed, and all columns are written back
const requestAsRead = () => knex('requests').where({ case_no: `${me}/1`, request_no: '1' }).first()
const row = { ...(await requestAsRead()), justification: 'needed for the works' }
await knex('requests').where({ case_no: row.case_no, request_no: row.request_no }).update(row)
check('all columns written back', differences(row, await requestAsRead()), ['changed_at', 'changed_by'])

row.justification = 'needed for other works'
await knex('requests').insert(row).onConflict(['case_no', 'request_no']).merge()
check('upsert of all columns', (await requestAsRead()).justification, 'needed for other works')

// a write to a row that somebody else has changed since it was read
const { xmin } = await knex('cases').where({ case_no: `${me}/13` }).first('xmin')
const written = []
for (const subject of ['one', 'other']) written.push(await knex('cases').where({ case_no: `${me}/13` }).whereRaw('xmin::text = ?', [xmin]).update({ subject }))
check('stale write noticed', written, [1, 0])

// the body's answer, with a list of numbers
await knex.transaction(async (trx) => {
  await trx.raw('SET LOCAL ROLE body')
  await trx('requests').where({ case_no: `${me}/1` }).update({ received_on: '2025-02-12' })
  await trx('decisions').insert(newAnswer(me, [2, 3]))
})
check('list of numbers', (await knex('decisions').where({ case_no: `${me}/1` }).first()).excluded_items, [2, 3])

// where the session is
await knex.raw("SET TIME ZONE 'Pacific/Honolulu'")
const today = inAlmaty()
await knex('cases').insert(newCase(me, 40, { opened_on: today }))
const late = await knex('cases').where({ case_no: `${me}/40` }).first()
check('another time zone', [late.opened_on, isRecent(late.recorded_at)], [today, true])

// the language of the person at the form
const details = {}
for (const language of ['kk', 'ru', 'en']) {
  await knex.raw("SELECT set_config('secretxfer.language', ?, false)", [language])
  details[language] = (await refusalOf(() => knex('cases').insert(newCase(me, 41, { contractor: customer })))).detail
}
check('language', languages(details), [true, true, true])

await knex.destroy()
