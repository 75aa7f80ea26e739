// Drizzle, over node-postgres: the schema is pulled from the register, compiled, and used.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { check, skip, customer, newCase, newRequest, newCarrier, newAnswer, inAlmaty, isRecent, differences, languages } from './checks.mjs'

const me = 'Drizzle'
process.env.TZ = 'Pacific/Honolulu'
const here = import.meta.dirname
const bin = `${here}/node_modules/.bin`
const folder = `${here}/drizzle`
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
writeFileSync(`${folder}/drizzle.config.json`, JSON.stringify({ dialect: 'postgresql', schemaFilter: ['secretxfer'], out: '.',
  dbCredentials: { url: `postgresql://${process.env.PGUSER}@/${process.env.PGDATABASE}?host=${process.env.PGHOST}&port=${process.env.PGPORT ?? 5432}` } }))
const told = (command, args) => {
  try {
    return execFileSync(command, args, { cwd: folder, stdio: 'pipe' }) && ''
  } catch (error) {
    return `${error.stdout}${error.stderr}`.slice(0, 2000)
  }
}
check('the schema is pulled', told(`${bin}/drizzle-kit`, ['pull', '--config=drizzle.config.json']), '')
check('what was pulled compiles', told(`${bin}/tsc`, ['--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--outDir', '.', 'schema.ts', 'relations.ts']), '')
writeFileSync(`${folder}/package.json`, '{"type": "module"}')

const { drizzle } = await import('drizzle-orm/node-postgres')
const { and, asc, eq, like, sql } = await import('drizzle-orm')
const { default: pg } = await import('pg')
const schema = await import(`${folder}/schema.js`)
console.log(Object.keys(schema).join(' '), readFileSync(`${folder}/schema.ts`, 'utf8').slice(0, 6000))
