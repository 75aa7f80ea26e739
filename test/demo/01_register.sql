--
-- The register is created, and the parties with their permits and clearances are entered.
--
-- Everything is invented. The numbers have right check digits, but their first digits tell of a
-- registration in years to come, or of a birth in the nineteenth century, so they are nobody's.
--
\echo
\echo '==== 1. The register ==============================================================='
\echo
\echo 'The extension brings the rules, create_register() the tables, which are yours.'
\echo
\set ECHO queries
CREATE EXTENSION secretxfer;
SELECT secretxfer.create_register() \g /dev/null
\set ECHO none

-- The days below are told from today, the hand-carried case plays up to June 2026.
SELECT (now() AT TIME ZONE 'Asia/Almaty')::date < '2026-07-01' AS too_early \gset
\if :too_early
	DO $$ BEGIN RAISE 'the demonstration plays up to June 2026, and the clock of this machine is set before'; END $$;
\endif

-- The calendar of the seed ends with 2027; the years up to the next one are proposed from the law.
SELECT secretxfer.propose_calendar(y) FROM generate_series(2028, extract(year FROM now())::int + 1) AS y \g /dev/null

\echo
SELECT count(*) AS tables, (SELECT count(*) FROM secretxfer.rules) AS rules,
	   (SELECT count(*) FROM secretxfer.calendar_days) AS "days in the calendar"
  FROM pg_catalog.pg_tables WHERE schemaname = 'secretxfer';

-- What a client application has of its own: drafts, not yet part of the register.
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'The demonstration''s client application: papers before they are entered.';

-- The number that starts with these eleven digits: BIN or IIN; null where none can exist.
CREATE FUNCTION app.number(digits text) RETURNS text IMMUTABLE LANGUAGE sql AS $$
	WITH sums AS (
		SELECT sum(d::int * i) % 11 AS first, sum(d::int * ((i + 1) % 11 + 1)) % 11 AS second
		  FROM unnest(string_to_array(digits, NULL)) WITH ORDINALITY AS digit (d, i))
	SELECT digits || CASE WHEN first < 10 THEN first WHEN second < 10 THEN second END FROM sums
$$;

-- Chance that is the same at each run: a number from lowest to highest.
CREATE FUNCTION app.chance(seed text, lowest int, highest int) RETURNS int IMMUTABLE LANGUAGE sql AS $$
	SELECT lowest + ('x' || substr(md5(seed), 1, 7))::bit(28)::int % (highest - lowest + 1)
$$;

-- ---- the parties, as the application keeps them: with a short name and a place in the plot ----

CREATE TABLE app.parties (
	short text PRIMARY KEY, role text NOT NULL, idn text NOT NULL, full_name text NOT NULL,
	settlement text NOT NULL, head_name text, foreign_participation boolean NOT NULL DEFAULT false,
	affiliated_with text, place int);

INSERT INTO app.parties (short, role, idn, full_name, settlement, head_name)
SELECT short, role, app.number('35124' || CASE role WHEN 'body' THEN 0 ELSE 1 END || lpad(row_number() OVER ()::text, 4, '0') || '1'),
	   name, settlement, head
  FROM (VALUES
	('geodesy',   'body',      '«Арнаулы геодезия комитеті» ММ',             'Астана',     'Жұмабаев Ерлан Қанатұлы'),
	('signals',   'body',      '«Арнаулы байланыс агенттігі» ММ',            'Астана',     'Оспанова Айгүл Маратқызы'),
	('subsoil',   'body',      '«Стратегиялық жер қойнауы комитеті» ММ',     'Астана',     'Бектұров Асқар Нұрланұлы'),
	('reserves',  'body',      '«Жұмылдыру резервтері басқармасы» ММ',       'Астана',     'Сүлейменова Дина Болатқызы'),
	('roads',     'customer',  '«Арнаулы жолдар дирекциясы» РМК',            'Қарағанды',  'Тұрсынов Бауыржан Әлімұлы'),
	('design',    'customer',  '«Қорғаныс нысандары» АҚ',                    'Астана',     'Ахметов Серік Тоқтарұлы'),
	('water',     'customer',  '«Ертіс су торабы» РМК',                      'Павлодар',   'Қасымова Гүлнар Ерікқызы'),
	('archive',   'customer',  '«Мемлекеттік арнаулы мұрағат» РММ',          'Алматы',     'Нұрғалиев Марат Сәкенұлы'),
	('foundry',   'leaving customer', '«Жетісу машина жасау» АҚ',            'Алматы',     'Исаев Тимур Жанатұлы'),
	('forge',     'successor', '«Жетісу өнеркәсіп» АҚ',                      'Алматы',     'Досжанова Лаура Қайратқызы'),
	('holding',   'holding',   '«Самұрық-Жоба» холдингі» АҚ',                'Астана',     'Ермеков Данияр Бақытұлы'),
	('guard-a',   'provider',  '«Алатау режим қызметі» РМК',                 'Алматы',     'Қалиев Рустам Талғатұлы'),
	('guard-k',   'provider',  '«Сарыарқа режим қызметі» РМК',               'Қарағанды',  'Мұсаева Әсел Дәуренқызы')
  ) AS given (short, role, name, settlement, head);

INSERT INTO app.parties (short, role, idn, full_name, settlement, head_name, foreign_participation, affiliated_with, place)
SELECT short, role, app.number('351242' || lpad((2 * place)::text, 5, '0')), '«' || name || '» ЖШС', settlement, head,
	   how = 'foreign', CASE how WHEN 'affiliate' THEN (SELECT idn FROM app.parties WHERE short = 'holding') END, place
  FROM (VALUES
	( 1, 'c01', 'contractor', 'Алтын Орда Құрылыс',      'Астана',     'Садықов Арман Ғалымұлы',       ''),
	( 2, 'c02', 'contractor', 'Сарыарқа Жоба',           'Қарағанды',  'Ибраева Мәдина Асқарқызы',     ''),
	( 3, 'c03', 'contractor', 'Іле Геодезия',            'Алматы',     'Рахимов Алмас Ержанұлы',       'foreign'),
	( 4, 'c04', 'contractor', 'Көкше Есептеу',           'Көкшетау',   'Байжанов Нұржан Серікұлы',     'affiliate'),
	( 5, 'c05', 'contractor', 'Ұлытау Бұрғылау',         'Жезқазған',  'Төлегенов Ербол Маратұлы',     ''),
	( 6, 'c06', 'contractor', 'Каспий Гидротехника',     'Ақтау',      'Әбішева Сәуле Бекқызы',        ''),
	( 7, 'c07', 'contractor', 'Жайық Байланыс',          'Орал',       'Мәженов Қуат Амангелдіұлы',    ''),
	( 8, 'c08', 'contractor', 'Тараз Прибор',            'Тараз',      'Смағұлов Олжас Қуанышұлы',     'affiliate'),
	( 9, 'c09', 'contractor', 'Қарағанды Электроника',   'Қарағанды',  'Жақсылықова Ботагөз Ілиясқызы', 'foreign'),
	(10, 'c10', 'contractor', 'Павлодар Металл',         'Павлодар',   'Ғабдуллин Ринат Маратұлы',     ''),
	(11, 'c11', 'contractor', 'Ақжайық Топография',      'Атырау',     'Есенова Жанар Төлеуқызы',      ''),
	(12, 'c12', 'contractor', 'Алатау Бағдарлама',       'Алматы',     'Құдайбергенов Санжар Асанұлы', 'foreign'),
	(13, 'c13', 'contractor', 'Семей Ғылыми Орталығы',   'Семей',      'Омаров Бекзат Ғаниұлы',        ''),
	(14, 'c14', 'contractor', 'Шымкент Құрылыс Сервис',  'Шымкент',    'Пірәлиева Нұргүл Сапарқызы',   ''),
	(15, 'c15', 'contractor', 'Өскемен Титан',           'Өскемен',    'Веретенников Илья Павлович',   ''),
	(16, 'c16', 'contractor', 'Тобыл Механика',          'Қостанай',   'Шаймерденов Айбек Жомартұлы',  ''),
	(17, 'l01', 'in liquidation', 'Балқаш Монтаж',       'Балқаш',     'Төребеков Азамат Кенжеұлы',    ''),
	(18, 'l02', 'liquidated', 'Сырдария Инжиниринг',     'Қызылорда',  'Әлиева Гауһар Сейітқызы',      ''),
	(19, 'o01', 'changed',    'Торғай Картография',      'Қостанай',   'Мырзахметов Даурен Болатұлы',  '')
  ) AS given (place, short, role, name, settlement, head, how);

INSERT INTO app.parties (short, role, idn, full_name, settlement, place)
SELECT short, 'citizen', app.number('81' || lpad((place % 12 + 1)::text, 2, '0') || '14' || '1' || lpad((2 * place)::text, 4, '0')),
	   name, settlement, place
  FROM (VALUES
	(1, 'p01', 'Сарсенов Талғат Мұратұлы',      'Алматы'),
	(2, 'p02', 'Баймұханова Салтанат Ерланқызы', 'Астана'),
	(3, 'p03', 'Кенжебаев Жандос Әділұлы',      'Қарағанды'),
	(4, 'p04', 'Ли Виктор Сергеевич',           'Алматы'),
	(5, 'p05', 'Мұқанова Перизат Нұрболқызы',   'Астана'),
	(6, 'p06', 'Есқалиев Ораз Сағынтайұлы',     'Орал')
  ) AS given (place, short, name, settlement);

-- ---- and as they are entered: plain statements, one for each kind ----

INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement, disposes_of_secrets)
SELECT idn, 'state_body', full_name, head_name, settlement || ', Мәңгілік Ел даңғылы, 8', settlement, true
  FROM app.parties WHERE role = 'body';

INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement, state_share, quasi_state)
SELECT idn, 'organization', full_name, head_name, settlement || ', Абай көшесі, 21', settlement,
	   CASE WHEN role IN ('holding', 'customer') THEN 100 END, role = 'holding'
  FROM app.parties WHERE role IN ('customer', 'leaving customer', 'successor', 'holding');

INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement, state_share, protection_mandate)
SELECT idn, 'organization', full_name, head_name, settlement || ', Достық даңғылы, 5', settlement, 100,
	   'Үкіметтің 2023 жылғы қаулысымен уәкілеттік берілген'
  FROM app.parties WHERE role = 'provider';

INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement, foreign_participation)
SELECT idn, 'organization', full_name, head_name, settlement || ', Сәтбаев көшесі, ' || place, settlement, foreign_participation
  FROM app.parties WHERE role IN ('contractor', 'in liquidation', 'liquidated', 'changed');

INSERT INTO secretxfer.affiliations (party, quasi_state)
SELECT idn, affiliated_with FROM app.parties WHERE affiliated_with IS NOT NULL;

INSERT INTO secretxfer.parties (idn, kind, full_name, workplace, position, residence, id_document_issuer, settlement)
SELECT idn, 'citizen', full_name, 'Қазақ ұлттық зерттеу университеті', CASE place % 3 WHEN 0 THEN 'докторант' ELSE 'аға ғылыми қызметкер' END,
	   settlement || ', Гоголь көшесі, ' || place, 'ҚР ІІМ', settlement
  FROM app.parties WHERE role = 'citizen';

-- Permits for the organisations; three persons of each with a clearance, and the citizens with theirs.
INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
SELECT 'РЖ-' || short, idn, date '2023-01-16' + 9 * row_number() OVER (ORDER BY short)::int, greatest(date '2030-12-31', current_date + 700), 'ҚР ҰҚК департаменті, ' || settlement,
	   (CASE place % 4 WHEN 0 THEN 'special_importance' ELSE 'top_secret' END)::secretxfer.secrecy_mark
  FROM app.parties WHERE role NOT IN ('body', 'customer', 'citizen');

INSERT INTO secretxfer.clearances (clearance_no, party, person_name, issued_on, valid_until, issued_by, highest_mark)
SELECT 'РҰ-' || short || '-' || n, idn, person, date '2023-03-01' + 5 * n, greatest(date '2030-12-31', current_date + 700), 'ҚР ҰҚК департаменті, ' || settlement,
	   (CASE WHEN place % 4 = 0 THEN 'special_importance' ELSE 'top_secret' END)::secretxfer.secrecy_mark
  FROM app.parties
	   CROSS JOIN (VALUES (1, 'Әбдірахманов Ілияс Ермекұлы'), (2, 'Сейдахметова Айнұр Қанатқызы'), (3, 'Ким Андрей Валерьевич')) AS staff (n, person)
 WHERE role IN ('contractor', 'in liquidation', 'liquidated', 'changed')
UNION ALL
SELECT 'РҰ-' || short || '-1', idn, full_name, '2023-03-01', greatest(date '2030-12-31', current_date + 700), 'ҚР ҰҚК департаменті, ' || settlement, 'top_secret'
  FROM app.parties WHERE role = 'citizen';

\echo 'The parties to come, with their permits and clearances:'
\echo
SELECT p.kind, count(*) AS parties, count(*) FILTER (WHERE p.disposes_of_secrets) AS "disposing of secrets",
	   count(*) FILTER (WHERE p.foreign_participation) AS "with foreign participation",
	   sum((SELECT count(*) FROM secretxfer.permits WHERE holder = p.idn)) AS permits,
	   sum((SELECT count(*) FROM secretxfer.clearances WHERE party = p.idn)) AS clearances
  FROM secretxfer.parties p GROUP BY p.kind ORDER BY p.kind;
