// Drizzle, over node-postgres: the schema is pulled from the register, compiled, and used.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { check, skip, customer, newCase, newRequest, newCarrier, newAnswer, inAlmaty, isRecent, differences, languages } from './checks.mjs'

const me = 'Drizzle'
process.env.TZ = 'Pacific/Honolulu'
const bin = `${import.meta.dirname}/node_modules/.bin`
const folder = `${import.meta.dirname}/drizzle`
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
writeFileSync(`${folder}/package.json`, '{"type": "module"}')
writeFileSync(`${folder}/drizzle.config.json`, JSON.stringify({ dialect: 'postgresql', schemaFilter: ['secretxfer'], out: '.',
  dbCredentials: { url: `postgresql://${process.env.PGUSER}@/${process.env.PGDATABASE}?host=${process.env.PGHOST}&port=${process.env.PGPORT ?? 5432}` } }))

// What a command tells when it fails, or nothing.
function fault(command, ...args) {
  try {
    execFileSync(`${bin}/${command}`, args, { cwd: folder, stdio: 'pipe' })
    return ''
  } catch (error) {
    return `${error.stdout}${error.stderr}`.slice(0, 500)
  }
}

check('the schema is pulled', fault('drizzle-kit', 'pull', '--config=drizzle.config.json'), '')
// drizzle-kit knows no type "name", which two of the stamps have, and says so
writeFileSync(`${folder}/schema.ts`, readFileSync(`${folder}/schema.ts`, 'utf8').replaceAll('unknown(', 'text('))
check('what was pulled compiles', fault('tsc', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler',
  '--outDir', '.', 'schema.ts', 'relations.ts'), '')

const { drizzle } = await import('drizzle-orm/node-postgres')
const { and, eq, getTableColumns, like, sql } = await import('drizzle-orm')
const { default: pg } = await import('pg')
const { casesInSecretxfer: cases, requestsInSecretxfer: requests, requestItemsInSecretxfer: requestItems, carriersInSecretxfer: carriersTable,
  decisionsInSecretxfer: decisions } = await import(`${folder}/schema.js`)

const pool = new pg.Pool({ max: 1 })
const db = drizzle(pool)
// Drizzle names columns as JavaScript does.
const named = (entry) => Object.fromEntries(Object.entries(entry).map(([column, value]) => [column.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), value]))
const insertCase = (on, ...args) => on.insert(cases).values(named(newCase(me, ...args)))
const ask = async (query) => (await db.execute(query)).rows

// What a form shows, or undefined: the driver's report is the cause of Drizzle's error.
async function refusalOf(act) {
  try {
    await act()
  } catch (error) {
    const report = error.cause ?? error
    if (!report.code?.startsWith('23')) throw error
    return report
  }
}

const entered = async (prefix) => (await db.select({ no: cases.caseNo }).from(cases).where(like(cases.caseNo, `${me}/${prefix}_`)).orderBy(cases.caseNo)).map((row) => row.no)

// a case, its request and its carriers, in one transaction
let numbers
await db.transaction(async (tx) => {
  await insertCase(tx, 1)
  await tx.insert(requests).values(named(newRequest(me, 1)))
  numbers = (await tx.insert(carriersTable).values([1, 2, 3].map((n) => named(newCarrier(me, n)))).returning({ id: carriersTable.carrierId })).map((row) => row.id)
  await tx.insert(requestItems).values(numbers.map((carrierId, n) => ({ caseNo: `${me}/1`, requestNo: '1', itemNo: n + 1, carrierId })))
})
check('lawful entries', (await db.select().from(requestItems).where(eq(requestItems.caseNo, `${me}/1`))).length, 3)

const [carrier] = await db.select({ ...getTableColumns(carriersTable), digits: sql`carrier_id::text` }).from(carriersTable).where(eq(carriersTable.carrierId, numbers[0]))
check('enum', carrier.mark, 'top_secret')
check('date', carrier.registeredOn, '2024-12-31')
check('bigint', String(numbers[0]), carrier.digits)

// a refusal at its field of the form; all fields, before writing
const refusal = await refusalOf(() => db.insert(requests).values(named(newRequest(me, 2, { sent_on: '2199-01-01' }))))
check('refusal at its field', [refusal.constraint, refusal.table, refusal.column], ['secretxfer_r00_not_in_future', 'requests', 'sent_on'])
const entry = JSON.stringify(newRequest(me, 2, { justification: null, draft_contract: '  ' }))
check('fields before writing', (await ask(sql`SELECT field FROM secretxfer.check_entry('secretxfer.requests', ${entry}), unnest(fields) AS field WHERE verdict = 'failed'`))
  .map((row) => row.field), ['justification', 'draft_contract'])

// enter, or find
const duplicate = await refusalOf(() => insertCase(db, 1))
check('duplicate found', [duplicate.code, duplicate.constraint, (await insertCase(db, 1).onConflictDoNothing()).rowCount], ['23505', 'secretxfer_r00_entered_once', 0])

// many at once: all or none
const many = (...list) => db.insert(cases).values(list.map(named))
const wrong = await refusalOf(() => many(newCase(me, 10), newCase(me, 11, { contractor: customer }), newCase(me, 12)))
await many(newCase(me, 13), newCase(me, 14), newCase(me, 15))
check('batch', [wrong.constraint, await entered(1)], ['secretxfer_r02_parties_differ', [`${me}/13`, `${me}/14`, `${me}/15`]])

skip('COPY', 'Drizzle has none of its own')

// a refusal within a transaction that goes on: a transaction in the transaction is a savepoint
let refused
await db.transaction(async (tx) => {
  await insertCase(tx, 30)
  refused = await refusalOf(() => tx.transaction((inner) => insertCase(inner, 31, { contractor: customer })))
  await insertCase(tx, 32)
})
check('savepoint', [refused.constraint, await entered(3)], ['secretxfer_r02_parties_differ', [`${me}/30`, `${me}/32`]])

// one field of a row is changed, and all columns are written back
const request = and(eq(requests.caseNo, `${me}/1`), eq(requests.requestNo, '1'))
const requestAsRead = async () => (await db.select().from(requests).where(request))[0]
const row = { ...(await requestAsRead()), justification: 'needed for the works' }
await db.update(requests).set(row).where(request)
check('all columns written back', differences(row, await requestAsRead()), ['changedAt', 'changedBy'])

row.justification = 'needed for other works'
await db.insert(requests).values(row).onConflictDoUpdate({ target: [requests.caseNo, requests.requestNo], set: row })
check('upsert of all columns', (await requestAsRead()).justification, 'needed for other works')

// a write to a row that somebody else has changed since it was read
const [{ version }] = await db.select({ version: sql`xmin::text` }).from(cases).where(eq(cases.caseNo, `${me}/13`))
const written = []
for (const subject of ['one', 'other']) {
  written.push((await db.update(cases).set({ subject }).where(and(eq(cases.caseNo, `${me}/13`), sql`xmin::text = ${version}`))).rowCount)
}
check('stale write noticed', written, [1, 0])

// the body's answer, with a list of numbers
await db.transaction(async (tx) => {
  await tx.execute(sql`SET LOCAL ROLE body`)
  await tx.update(requests).set({ receivedOn: '2025-02-12' }).where(request)
  await tx.insert(decisions).values(named(newAnswer(me, [2, 3])))
})
check('list of numbers', (await db.select().from(decisions).where(eq(decisions.caseNo, `${me}/1`)))[0].excludedItems, [2, 3])

// where the session is
await db.execute(sql`SET TIME ZONE 'Pacific/Honolulu'`)
const today = inAlmaty()
await insertCase(db, 40, { opened_on: today })
const [late] = await db.select().from(cases).where(eq(cases.caseNo, `${me}/40`))
check('another time zone', [late.openedOn, isRecent(late.recordedAt)], [today, true])

// the language of the person at the form
const details = {}
for (const language of ['kk', 'ru', 'en']) {
  await db.execute(sql`SELECT set_config('secretxfer.language', ${language}, false)`)
  details[language] = (await refusalOf(() => insertCase(db, 41, { contractor: customer }))).detail
}
check('language', languages(details), [true, true, true])

await pool.end()
