// What the programs of the npm registry share: how a check is told, and what they enter.
import { isDeepStrictEqual } from 'node:util'

export function check(name, got, expected) {
  console.log(isDeepStrictEqual(got, expected) ? `ok - ${name}` : `not ok - ${name} # got ${JSON.stringify(got)} and not ${JSON.stringify(expected)}`)
}

export const skip = (name, reason) => console.log(`ok - ${name} # SKIP ${reason}`)

// The parties of the register, by their numbers.
export const body = '351240000010'
export const customer = '351240000040'

export const newCase = (me, number, other = {}) => ({
  case_no: `${me}/${number}`, customer, contractor: '351240000060', subject: 'works', works_settlement: 'Almaty', opened_on: '2025-02-03', ...other,
})

export const newRequest = (me, number, other = {}) => ({
  case_no: `${me}/1`, request_no: String(number), authority: body, sent_on: '2025-02-10', justification: 'needed',
  transfer_from: '2025-03-01', transfer_until: '2025-12-31', permit_no: 'P-builder', draft_contract: 'draft', ...other,
})

export const newCarrier = (me, number) => ({
  owner: body, title: 'a plan', kind: 'document', mark: 'top_secret', account_no: `${me}/${number}`, copy_no: '1', sheets: 10, registered_on: '2024-12-31',
})

export const newAnswer = (me, items) => ({
  case_no: `${me}/1`, request_no: '1', decision_no: 'D', sent_on: '2025-02-20', outcome: 'permitted', signed_by: 'Surname Name', signed_as: 'head', excluded_items: items,
})

export const inAlmaty = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Almaty' }).format(new Date())

export const isRecent = (stamp) => Math.abs(Date.now() - new Date(stamp).getTime()) < 300_000

// The columns in which two rows differ.
export const differences = (one, other) => Object.keys(one).filter((column) => !isDeepStrictEqual(one[column], other[column])).sort()

// Whether the details of one refusal are Kazakh, Russian and English.
export const languages = (details) => [/[әғқңөұүһі]/.test(details.kk), /^[^әғқңөұүһі]*[а-я][^әғқңөұүһі]*$/s.test(details.ru), /^[\x00-\x7f]+$/.test(details.en)]
