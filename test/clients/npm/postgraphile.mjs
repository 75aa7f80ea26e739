// PostGraphile 4: a GraphQL schema of the register, and one mutation. (5 wants a newer Node.js than Debian's.)
import pg from 'pg'
import { createPostGraphileSchema, withPostGraphileContext } from 'postgraphile'
import graphql from 'graphql'
import { check, customer, newCase } from './checks.mjs'

const me = 'PostGraphile'
const pgPool = new pg.Pool({ max: 2 })
const schema = await createPostGraphileSchema(pgPool, ['secretxfer'], { ignoreRBAC: false })
check('the schema is built', schema.getMutationType().getFields().createCase !== undefined, true)

const mutation = `mutation ($case: CaseInput!) { createCase(input: { case: $case }) { case { caseNo entryId openedOn recordedBy } } }`
const create = (entry) => withPostGraphileContext({ pgPool }, (context) => graphql.graphql(schema, mutation, null, { ...context }, { case: entry }))
const named = (entry) => Object.fromEntries(Object.entries(entry).map(([column, value]) => [column.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), value]))

const { data, errors } = await create(named(newCase(me, 1, { printed_no: '1' }))) // mandatory in GraphQL, because the column has no default
check('a mutation', errors?.[0].message ?? { ...data.createCase.case, entryId: Number(data.createCase.case.entryId) > 0 },
  { caseNo: `${me}/1`, entryId: true, openedOn: '2025-02-03', recordedBy: process.env.PGUSER })
const refused = await create(named(newCase(me, 2, { contractor: customer, printed_no: '2' })))
check('a refusal', [refused.errors[0].originalError.constraint, refused.errors[0].originalError.table], ['secretxfer_r02_parties_differ', 'cases'])

await pgPool.end()
