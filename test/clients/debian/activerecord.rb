# ActiveRecord (Debian's 6.1): models of the register's tables, each named by its entry_id.
require 'active_record'

ENV['TZ'] = 'UTC'
ActiveRecord::Base.establish_connection(adapter: 'postgresql', host: ENV['PGHOST'], port: ENV['PGPORT'], database: ENV['PGDATABASE'], username: ENV['PGUSER'])

# An entry of the register.
class Entry < ActiveRecord::Base
  self.abstract_class = true

  def self.stored_in(table)
    self.table_name = "secretxfer.#{table}"
    self.primary_key = 'entry_id'
    attribute :entry_id, :big_integer, default: nil # the server numbers; ActiveRecord would keep the column's default, 0
  end
end

class Case < Entry
  stored_in 'cases'
  has_many :requests, primary_key: 'case_no', foreign_key: 'case_no'
end

class Request < Entry
  stored_in 'requests'
end

class Carrier < Entry
  stored_in 'carriers'
end

class RequestItem < Entry
  stored_in 'request_items'
end

class Decision < Entry
  stored_in 'decisions'
end

def check(name, got, expected)
  puts got == expected ? "ok - #{name}" : "not ok - #{name} # got #{got.inspect} and not #{expected.inspect}"
end

def new_case(number, **other)
  { case_no: "ActiveRecord/#{number}", customer: '351240000040', contractor: '351240000060', subject: 'works', works_settlement: 'Almaty',
    opened_on: Date.new(2025, 2, 3) }.merge(other)
end

def new_request(number, **other)
  { request_no: number.to_s, authority: '351240000010', sent_on: Date.new(2025, 2, 10), justification: 'needed',
    transfer_from: Date.new(2025, 3, 1), transfer_until: Date.new(2025, 12, 31), permit_no: 'P-builder', draft_contract: 'draft' }.merge(other)
end

# What a form shows, or nil; what else the transaction did stands. The errors of broken rules have no common class in ActiveRecord
# (a broken check is a mere StatementInvalid), so the SQLSTATE decides.
def refusal_of(&act)
  Entry.transaction(requires_new: true, &act)
  nil
rescue ActiveRecord::StatementInvalid => refused
  report = refused.cause.result
  raise unless report.error_field(PG::PG_DIAG_SQLSTATE).start_with?('23')
  { rule: report.error_field(PG::PG_DIAG_CONSTRAINT_NAME), table: report.error_field(PG::PG_DIAG_TABLE_NAME),
    field: report.error_field(PG::PG_DIAG_COLUMN_NAME), detail: report.error_field(PG::PG_DIAG_MESSAGE_DETAIL), error: refused.class }
end

def ask(query, *values)
  Entry.connection.select_value(Entry.sanitize_sql_array([query, *values]))
end

def entered(prefix)
  Case.where('case_no LIKE ?', "ActiveRecord/#{prefix}_").order(:case_no).pluck(:case_no)
end

# a case, its request and its carriers, in one transaction
this = nil
carriers = nil
Entry.transaction do
  this = Case.create!(new_case(1))
  this.requests.create!(new_request(1))
  carriers = (1..3).map do |n|
    Carrier.create!(owner: '351240000010', title: 'a plan', kind: 'document', mark: 'top_secret', account_no: "ActiveRecord/#{n}", copy_no: '1',
                    sheets: 10, registered_on: Date.new(2024, 12, 31)).reload
  end
  carriers.each.with_index(1) { |carrier, n| RequestItem.create!(case_no: 'ActiveRecord/1', request_no: '1', item_no: n, carrier_id: carrier.carrier_id) }
end
check 'lawful entries', RequestItem.where(case_no: 'ActiveRecord/1').count, 3

carrier = Carrier.find_by!(carrier_id: carriers[0].carrier_id)
check 'enum', carrier.mark, 'top_secret'
check 'date', carrier.registered_on, Date.new(2024, 12, 31)
check 'bigint', carrier.carrier_id.to_s, ask("SELECT carrier_id::text FROM secretxfer.carriers WHERE account_no = 'ActiveRecord/1'")

# a refusal at its field of the form; all fields, before writing
refusal = refusal_of { this.requests.create!(new_request(2, sent_on: Date.new(2199, 1, 1))) }
check 'refusal at its field', refusal.values_at(:rule, :table, :field), %w[secretxfer_r00_not_in_future requests sent_on]
fields = ask("SELECT string_agg(field, ' ') FROM secretxfer.check_entry('secretxfer.requests', ?), unnest(fields) AS field WHERE verdict = 'failed'",
             new_request(2, case_no: 'ActiveRecord/1', justification: nil, draft_contract: '  ').to_json)
check 'fields before writing', fields, 'justification draft_contract'

# enter, or find
found = Case.create_with(new_case(1)).create_or_find_by!(case_no: 'ActiveRecord/1')
duplicate = refusal_of { Case.create!(new_case(1)) }
check 'duplicate found', [found.entry_id, duplicate[:error], duplicate[:rule]], [this.entry_id, ActiveRecord::RecordNotUnique, 'secretxfer_r00_entered_once']

# many at once: all or none
wrong = refusal_of { Case.insert_all!([new_case(10), new_case(11, contractor: '351240000040'), new_case(12)]) }
Case.insert_all!([new_case(13), new_case(14), new_case(15)])
check 'batch', [wrong[:rule], entered(1)], ['secretxfer_r02_parties_differ', %w[ActiveRecord/13 ActiveRecord/14 ActiveRecord/15]]

puts 'ok - COPY # SKIP ActiveRecord has none of its own'

# a refusal within a transaction that goes on
refused = nil
Entry.transaction do
  Case.create!(new_case(30))
  refused = refusal_of { Case.create!(new_case(31, contractor: '351240000040')) }
  Case.create!(new_case(32))
end
check 'savepoint', [refused[:rule], entered(3)], ['secretxfer_r02_parties_differ', %w[ActiveRecord/30 ActiveRecord/32]]

# one field of a row is changed, and all columns are written back; save! alone would write the field that changed
row = this.requests.find_by!(request_no: '1')
row.justification = 'needed for the works'
Request.where(entry_id: row.entry_id).update_all(row.attributes)
written = Request.find(row.entry_id)
check 'all columns written back', row.attributes.keys.reject { |column| row[column] == written[column] }, %w[changed_at changed_by]

written.justification = 'needed for other works'
Request.upsert_all([written.attributes], unique_by: %i[case_no request_no])
check 'upsert of all columns', row.reload.justification, 'needed for other works'

# a write to a row that somebody else has changed since it was read
seen = Case.select('*', 'xmin::text AS version').find_by!(case_no: 'ActiveRecord/13')
check 'stale write noticed', %w[one other].map { |subject| Case.where(entry_id: seen.entry_id).where('xmin::text = ?', seen.version).update_all(subject: subject) }, [1, 0]

# the body's answer, with a list of numbers
Entry.transaction do
  Entry.connection.execute('SET LOCAL ROLE body')
  Request.where(case_no: 'ActiveRecord/1').update_all(received_on: Date.new(2025, 2, 12))
  Decision.create!(case_no: 'ActiveRecord/1', request_no: '1', decision_no: 'D', sent_on: Date.new(2025, 2, 20), outcome: 'permitted',
                   signed_by: 'Surname Name', signed_as: 'head', excluded_items: [2, 3])
end
check 'list of numbers', Decision.find_by!(case_no: 'ActiveRecord/1').excluded_items, [2, 3]

# where the office is
Time.zone_default = Time.find_zone!('Pacific/Honolulu')
Entry.connection.execute("SET TIME ZONE 'Pacific/Honolulu'")
today = Time.now.in_time_zone('Asia/Almaty').to_date
new = Case.create!(new_case(40, opened_on: today)).reload
check 'another time zone', [new.opened_on, (Time.now - new.recorded_at).abs < 300], [today, true]

# the language of the person at the form
details = %w[kk ru en].to_h do |language|
  ask("SELECT set_config('secretxfer.language', ?, false)", language)
  [language, refusal_of { Case.create!(new_case(41, contractor: '351240000040')) }[:detail].force_encoding('UTF-8')]
end
check 'language', [details['kk'].match?(/[әғқңөұүһі]/), details['ru'].match?(/\A[^әғқңөұүһі]*[а-я][^әғқңөұүһі]*\z/), details['en'].ascii_only?], [true, true, true]
