import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient } from '../../../addin/api/client.ts'
import { eventReader } from '../../../addin/api/events.ts'
import { ApiProblem } from '../../../addin/api/problem.ts'
import type { SendFile } from '../../../addin/api/upload.ts'
import { toAttestation } from '../../../addin/crm/import/attestation-draft.ts'
import { targetKind, targetsByGroup } from '../../../addin/crm/import/catalogue.ts'
import { complaintOf } from '../../../addin/crm/import/file-check.ts'
import { durationText } from '../../../addin/crm/import/format.ts'
import {
  kindColumns,
  matchKeys,
  mayOptIn,
  offersDateOrder,
  openQuestions,
  rivals,
  summaryOf,
  toNotes,
  withChoice,
  withColumn,
  withDefaults,
  withMatchKey,
  withTarget,
  writingColumns,
} from '../../../addin/crm/import/mapping.ts'
import { errorAt, errorsByPath } from '../../../addin/crm/import/problems.ts'
import {
  canUndo,
  hasStarted,
  partsOf,
  roundedDuration,
  secondsLeft,
  share,
  tenthOf,
} from '../../../addin/crm/import/progress.ts'
import { dayIn, isAmbiguous, isOdd, looksGarbled, tellingValue } from '../../../addin/crm/import/reading.ts'
import { nextStep, previousStep, stepOf, stepOfPath } from '../../../addin/crm/import/steps.ts'
import { fileSize } from '../../../addin/ui/format.ts'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import { type ImportColumn, importTargets, Mapping } from '../../../server/import/schema.ts'

const field = (key: string, change: Partial<CustomField> = {}): CustomField => ({
  id: '0193a000-0000-7000-8000-000000000001',
  entity: 'contact',
  key,
  label: key,
  type: 'text',
  required: false,
  unique: false,
  defaultValue: null,
  help: null,
  position: 0,
  choices: [],
  inPane: false,
  personalData: true,
  sensitive: false,
  archivedAt: null,
  restorableUntil: null,
  uses: 0,
  version: 1,
  ...change,
})

const column = (name: string, change: Partial<ImportColumn> = {}): ImportColumn => ({
  name,
  header: name,
  samples: ['x'],
  filled: 1,
  kind: 'text',
  dateOrder: null,
  damage: [],
  examples: [],
  ...change,
})

const mappingOf = (...targets: string[]): Mapping => Mapping.parse({ columns: targets.map((target) => ({ target })) })

/** What the server would say to it. */
const valid = (mapping: Mapping) => Mapping.safeParse(mapping).success

describe('where columns go', () => {
  it('IM-06 keeps the order of dates that the data settle, also when a column went elsewhere and back', () => {
    const dates = column('On', { kind: 'date', samples: ['12/25/2024'], dateOrder: 'mdy' })
    const away = withTarget(mappingOf('createdAt'), 0, 'ignore', dates, [])
    expect(withTarget(away, 0, 'createdAt', dates, []).columns[0]).toEqual({ target: 'createdAt', dateOrder: 'mdy' })
    const blank = column('On', { kind: 'empty', samples: [], filled: 0 })
    expect(offersDateOrder(blank, { target: 'createdAt' }, [])).toBe(true)
    expect(offersDateOrder(blank, { target: 'note' }, [])).toBe(false)
  })

  it('offers every target once under its heading, and own fields that are not deleted', () => {
    const fields = [field('size'), field('gone', { archivedAt: '2026-01-01T00:00:00.000Z' })]
    const groups = targetsByGroup(fields, true)
    expect(groups.map(({ group }) => group)).toEqual(['person', 'work', 'consent', 'custom', 'other'])
    expect(groups.flatMap(({ targets }) => targets).toSorted()).toEqual([...importTargets, 'custom.size'].toSorted())
    expect(groups.find(({ group }) => group === 'custom')?.targets).toEqual(['custom.size'])
  })

  it('leaves out empty headings, and new fields where nobody may make them', () => {
    const groups = targetsByGroup([], false)
    expect(groups.map(({ group }) => group)).toEqual(['person', 'work', 'consent', 'other'])
    expect(groups.flatMap(({ targets }) => targets)).not.toContain('new')
  })

  it('knows what the values of a target are', () => {
    const fields = [field('born', { type: 'date' }), field('langs', { type: 'multi_choice' })]
    expect(targetKind('createdAt', fields)).toBe('date')
    expect(targetKind('custom.born', fields)).toBe('date')
    expect(targetKind('custom.langs', fields)).toBe('list')
    expect(targetKind('custom.gone', fields)).toBe('text')
    expect(targetKind('new', fields, { type: 'number' })).toBe('number')
    expect(targetKind('note', fields)).toBe('none')
  })

  it('drops with another target what made sense only for the one before', () => {
    const before = withColumn(mappingOf('createdAt', 'role'), 0, { dateOrder: 'dmy', policy: 'never' })
    const other = withTarget(before, 0, 'jobTitle', column('When'), [])
    expect(other.columns[0]).toEqual({ target: 'jobTitle', policy: 'never' })
    const date = withTarget(before, 0, 'consent.date', column('When'), [])
    expect(date.columns[0]).toEqual({ target: 'consent.date', policy: 'never', dateOrder: 'dmy' })
    const decided = withChoice(before, 1, 'Boss', { choice: 'champion' })
    expect(withTarget(decided, 1, 'status', column('Role'), []).columns[1]).toEqual({ target: 'status' })
    expect(withTarget(before, 0, 'createdAt', column('When'), [])).toBe(before)
  })

  it('makes a new field of the column’s name and kind', () => {
    const made = withTarget(mappingOf('ignore'), 0, 'new', column('x'.repeat(150), { kind: 'yes_no' }), [])
    expect(made.columns[0]?.field).toEqual({ label: 'x'.repeat(100), type: 'yes_no' })
    expect(valid(made)).toBe(true)
    expect(withTarget(made, 0, 'ignore', column('x'), []).columns[0]).toEqual({ target: 'ignore' })
  })

  it('stays a mapping the server takes, whatever is changed', () => {
    const fields = [field('size', { type: 'number' }), field('plan', { type: 'single_choice' })]
    const targets = targetsByGroup(fields, true).flatMap((group) => group.targets)
    const columns = ['a', 'b', 'c'].map((name) => column(name))
    const act = fc.oneof(
      fc.tuple(fc.constant('target' as const), fc.nat(2), fc.constantFrom(...targets)),
      fc.tuple(fc.constant('choice' as const), fc.nat(2), fc.constantFrom('empty', 'refuse', undefined)),
      fc.tuple(fc.constant('notes' as const), fc.nat(2), fc.constant(undefined)),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let mapping = mappingOf('ignore', 'email', 'note')
        for (const [kind, index, value] of acts) {
          if (kind === 'target') mapping = withTarget(mapping, index, value, columns[index] as ImportColumn, fields)
          else if (kind === 'choice') mapping = withChoice(mapping, index, 'v', value as 'empty' | undefined)
          else mapping = toNotes(mapping, [index])
        }
        return valid(mapping) && mapping.columns.length === 3
      }),
    )
  })
})

describe('what is said about the columns', () => {
  const columns = [
    column('Name'),
    column('Phone'),
    column('Phone - Type'),
    column('Notes'),
    column('Colour'),
    column('Fax', { kind: 'empty', samples: [], filled: 0 }),
  ]
  const mapping = withColumn(mappingOf('fullName', 'phone', 'ignore', 'note', 'ignore', 'ignore'), 1, { kindColumn: 2 })

  it('counts what is imported, noted, ignored and empty, each column once', () => {
    const summary = summaryOf(columns, mapping)
    expect(summary).toEqual({ all: 6, imported: 3, notes: 1, ignored: [4], empty: 1 })
    expect(summary.imported + summary.notes + summary.ignored.length + summary.empty).toBe(summary.all)
    expect(kindColumns(mapping)).toEqual(new Set([2]))
  })

  it('puts all that hold something in a note', () => {
    const noted = toNotes(mapping, summaryOf(columns, mapping).ignored)
    expect(summaryOf(columns, noted)).toMatchObject({ notes: 2, ignored: [], empty: 1 })
  })

  it('names others that go to the same place, where there is room for one only', () => {
    const twice = mappingOf('email', 'email', 'note', 'note', 'tags', 'tags')
    expect(rivals(twice, 0)).toEqual([1])
    expect(rivals(twice, 2)).toEqual([])
    expect(rivals(twice, 4)).toEqual([])
  })

  it('IM-06 asks for day or month only where the data leave it open and the column goes to a date', () => {
    const dates = [
      column('A', { kind: 'date', samples: ['03/04/2026', '05/06/2025'] }),
      column('B', { kind: 'date', dateOrder: 'dmy' }),
      column('C', { kind: 'date', samples: ['03/04/2026'] }),
      column('D'),
    ]
    const asked = [{ column: 3, question: 'date_order' as const, detail: '' }]
    const open = mappingOf('createdAt', 'createdAt', 'note', 'consent.date')
    expect(openQuestions(dates, open, [], [])).toEqual([0])
    expect(openQuestions(dates, open, [], asked)).toEqual([0, 3])
    const answered = withColumn(withColumn(open, 0, { dateOrder: 'dmy' }), 3, { dateOrder: 'mdy' })
    expect(openQuestions(dates, answered, [], asked)).toEqual([])
  })
})

describe('rules', () => {
  it('takes a default away instead of sending it empty', () => {
    const set = withDefaults(mappingOf('email'), { source: 'Fair', country: 'SE' })
    expect(withDefaults(set, { source: undefined }).defaults).toEqual({ country: 'SE' })
  })

  it('offers to match by what the mapping has: addresses always, unique fields of the file', () => {
    const fields = [field('number', { unique: true }), field('other', { unique: true }), field('plain')]
    const mapping = mappingOf('email', 'linkedin', 'custom.number', 'custom.plain')
    expect(matchKeys(mapping, fields)).toEqual(['email', 'linkedin', 'custom.number'])
    const both = withMatchKey(mapping, 'custom.number', true)
    expect(both.matchBy).toEqual(['email', 'custom.number'])
    expect(withMatchKey(both, 'email', false).matchBy).toEqual(['custom.number'])
  })

  it('offers policies for columns that write to a contact', () => {
    expect(writingColumns(mappingOf('email', 'note', 'ignore', 'id', 'consent.status', 'custom.size', 'new'))).toEqual([
      0, 5, 6,
    ])
  })

  it('IM-11 asks who vouches where rows may come in as opted in, and takes half an answer for none', () => {
    expect(mayOptIn(mappingOf('email'))).toBe(false)
    expect(mayOptIn(mappingOf('email', 'consent.status'))).toBe(true)
    expect(mayOptIn(withDefaults(mappingOf('email'), { consentStatus: 'opted_in' }))).toBe(true)
    expect(toAttestation({ text: 'too short', source: 'Fair', date: '2026-01-02' })).toBeUndefined()
    expect(toAttestation({ text: 'They signed a list at the fair.', source: '', date: '2026-01-02' })).toBeUndefined()
    expect(toAttestation({ text: ' They signed a list. ', source: 'Fair', date: '2026-01-02' })).toEqual({
      text: 'They signed a list.',
      source: 'Fair',
      date: '2026-01-02',
    })
  })
})

describe('how the file is read', () => {
  const now = new Date('2026-11-27T00:00:00Z')

  it('IM-06 shows what each order makes of a date', () => {
    expect(dayIn('03/04/2026', 'dmy', now)).toBe('2026-04-03')
    expect(dayIn('03/04/2026', 'mdy', now)).toBe('2026-03-04')
    expect(dayIn('03/04/2026', 'ymd', now)).toBeUndefined()
    expect(dayIn('31.12.99', 'dmy', now)).toBe('1999-12-31')
    expect(dayIn('01.02.46', 'dmy', now)).toBe('2046-02-01')
    expect(dayIn('2026-02-30', 'ymd', now)).toBeUndefined()
    expect(dayIn('13/01/2026 10:00', 'mdy', now)).toBeUndefined()
    expect(dayIn('yesterday', 'dmy', now)).toBeUndefined()
    expect(tellingValue(['05/05/2026', '03/04/2026'], 'dmy')).toBe('03/04/2026')
    expect(tellingValue(['05/05/2026'], 'dmy')).toBe('05/05/2026')
    expect(tellingValue(['n/a'], 'dmy')).toBeUndefined()
  })

  it('IM-06 knows which values leave day and month open', () => {
    const open = (...values: string[]) => isAmbiguous(values)
    expect(open('03/04/2026', '05/06/2025')).toBe(true)
    expect(open('03/04/2026', '13/06/2025')).toBe(false)
    expect(open('05/05/2026')).toBe(false)
    expect(open('2026-03-04', '2026-05-06')).toBe(false)
    expect(open('03/04/2026', '13/06/2025', '06/13/2025')).toBe(false)
    expect(open('n/a', '99/99/2025')).toBe(false)
    expect(open('03/04/2026', '99/99/2025')).toBe(true)
  })

  it('IM-01 sees where a wrong reading shows', () => {
    expect(['plain', 'Łukasz', 'say "hi"', 'Müller'].map(isOdd)).toEqual([false, true, true, true])
    expect(['MÃ¼ller', 'M\uFFFDller', 'Müller', 'São Paulo', 'Ångström'].map(looksGarbled)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('says before sending what cannot be read', () => {
    const file = (name: string, size = 10) => complaintOf({ name, size })
    expect(file('a.csv')).toBeUndefined()
    expect(file('A.VCF')).toBeUndefined()
    expect(file('a.xls')).toBe('xls')
    expect(file('a.pdf')).toBe('format')
    expect(file('csv')).toBe('format')
    expect(file('a.csv', 0)).toBe('empty')
    expect(file('a.csv', 1024 ** 3)).toBeUndefined()
    expect(file('a.csv', 1024 ** 3 + 1)).toBe('large')
  })
})

describe('progress', () => {
  const progress = { phase: 'writing' as const, rows: 250, of: 1000, rowsPerSecond: 50, waiting: false }

  it('says how much is done and what is left, or nothing where that would be a guess', () => {
    expect(share(progress)).toBe(0.25)
    expect(share({ rows: 5, of: null })).toBeNull()
    expect(share({ rows: 12, of: 10 })).toBe(1)
    expect(secondsLeft(progress)).toBe(15)
    expect(secondsLeft({ ...progress, rowsPerSecond: 0 })).toBeNull()
    expect(secondsLeft({ ...progress, of: null })).toBeNull()
    expect(secondsLeft({ ...progress, rows: 1200 })).toBe(0)
  })

  it('rounds durations as people say them', () => {
    const rounded = (seconds: number) => Object.values(roundedDuration(seconds)).join(' ')
    expect([0, 7, 54, 55, 200, 7199, 7200].map(rounded)).toEqual([
      'second 5',
      'second 10',
      'second 55',
      'minute 1',
      'minute 3',
      'minute 120',
      'hour 2',
    ])
    expect(durationText(200)).toBe('3 minutes')
    expect([fileSize(999), fileSize(1_500), fileSize(1_482_332), fileSize(2e9)]).toEqual([
      '999 bytes',
      '2 kB',
      '1.5 MB',
      '2 GB',
    ])
  })

  it('speaks ten times, not at every tick', () => {
    const said = new Set(Array.from({ length: 1001 }, (_, row) => tenthOf(row / 1000)))
    expect(said.size).toBe(11)
    expect(tenthOf(null)).toBe(0)
  })

  it('IM-14 shows parts that add up to the rows', () => {
    const count = fc.nat(1000)
    fc.assert(
      fc.property(count, count, count, count, count, (created, updated, unchanged, skipped, refused) => {
        const rows = created + updated + unchanged + skipped + refused
        const parts = partsOf({ rows, created, updated, unchanged, skipped, refused, warned: 0 })
        return parts.reduce((sum, part) => sum + part.rows, 0) === rows && parts.every((part) => part.rows > 0)
      }),
    )
  })

  it('knows when the rules are settled, and what can be undone', () => {
    expect(hasStarted({ state: 'previewed', startedAt: null })).toBe(false)
    expect(hasStarted({ state: 'failed', startedAt: null })).toBe(false)
    expect(hasStarted({ state: 'failed', startedAt: '2026-11-27T00:00:00Z' })).toBe(true)
    const until = '2026-12-27T00:00:00Z'
    const now = Date.parse('2026-11-27T00:00:00Z')
    expect(canUndo({ state: 'done', undoableUntil: until }, now)).toBe(true)
    expect(canUndo({ state: 'done', undoableUntil: until }, Date.parse(until))).toBe(false)
    expect(canUndo({ state: 'undone', undoableUntil: until }, now)).toBe(false)
    expect(canUndo({ state: 'done', undoableUntil: null }, now)).toBe(false)
  })
})

describe('steps', () => {
  it('opens an import where it goes on', () => {
    expect(stepOf({ state: 'uploaded', startedAt: null })).toBe('file')
    expect(stepOf({ state: 'previewed', startedAt: null })).toBe('preview')
    expect(stepOf({ state: 'running', startedAt: null })).toBe('import')
    expect(stepOf({ state: 'failed', startedAt: null })).toBe('preview')
    expect([nextStep('file'), nextStep('import'), previousStep('file')]).toEqual(['columns', undefined, undefined])
  })

  it('finds the place of what the server refuses', () => {
    const problem = new ApiProblem({
      type: 'date-order-needed',
      title: '',
      status: 422,
      detail: '',
      errors: [
        { path: 'columns.3.dateOrder', message: 'Day or month first?' },
        { path: ['body', 'attestation', 'text'], message: 'Say how.' },
        { path: '/defaults/tags/0', message: 'Too long.' },
      ],
    })
    const errors = errorsByPath(problem)
    expect(errorAt(errors, 'columns.3')).toBe('Day or month first?')
    expect(errorAt(errors, 'columns.3.dateOrder')).toBe('Day or month first?')
    expect(errorAt(errors, 'columns.30')).toBeUndefined()
    expect(errorAt(errors, 'attestation.text')).toBe('Say how.')
    expect(errorAt(errors, 'defaults.tags')).toBe('Too long.')
    expect(Object.keys(errors).map(stepOfPath)).toEqual(['columns', 'rules', 'rules'])
    expect(errorsByPath(new Error('x'))).toEqual({})
  })
})

describe('events of a stream', () => {
  const read = (pieces: Uint8Array[]): string[] => {
    const events: string[] = []
    const reader = eventReader((data) => events.push(data))
    const decoder = new TextDecoder()
    for (const piece of pieces) reader(decoder.decode(piece, { stream: true }))
    return events
  }

  it('reads the same wherever the network cuts it', () => {
    const end = fc.constantFrom('\n', '\r\n', '\r')
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((data) => JSON.stringify(data))
    const event = fc.tuple(text, end, fc.constantFrom('', ': still here', 'event: import', 'id: 4'))
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), fc.array(fc.nat(400), { maxLength: 12 }), (events, cuts) => {
        const body = events.map(([data, eol, extra]) => `${extra ? extra + eol : ''}data: ${data}${eol}${eol}`).join('')
        // A last CR waits for its LF: what follows settles it.
        const bytes = new TextEncoder().encode(`${body}: end\n`)
        const places = [...new Set([0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])].toSorted(
          (a, b) => a - b,
        )
        const pieces = places.slice(1).map((to, index) => bytes.slice(places[index], to))
        expect(read(pieces)).toEqual(events.map(([data]) => data))
      }),
    )
  })

  it('joins data of several lines, and drops what was cut off at the end', () => {
    const encode = (text: string) => [new TextEncoder().encode(text)]
    expect(read(encode('data: a\ndata:b\ndata\n\ndata: half'))).toEqual(['a\nb\n'])
    expect(read(encode(': only a comment\n\n\n'))).toEqual([])
    expect(read(encode('data:  two spaces\n\n'))).toEqual([' two spaces'])
    expect(read(encode('database: x\n\n'))).toEqual([])
  })
})

describe('the client', () => {
  const tokens = () => {
    const asked: boolean[] = []
    return { asked, token: async (force = false) => `${asked.push(force)}` }
  }
  const never: typeof fetch = () => Promise.reject(new Error('not asked for'))

  it('sends a file once more after a 401, and no third time', async () => {
    const source = tokens()
    const sent: string[] = []
    const send: SendFile = async (_url, { authorization, onProgress }) => {
      sent.push(authorization)
      onProgress(3)
      return sent.length === 1 ? new Response('{}', { status: 401 }) : Response.json({ id: 'i' }, { status: 201 })
    }
    const progress: number[] = []
    const file = new File(['abc'], 'a.csv')
    const answer = await createClient(source, never, send).upload('/imports', file, (bytes) => progress.push(bytes))
    expect(answer).toEqual({ id: 'i' })
    expect(sent).toEqual(['Bearer 1', 'Bearer 2'])
    expect(source.asked).toEqual([false, true])
    expect(progress).toEqual([3, 3])
    const refusing: SendFile = async () =>
      Response.json({ type: 'empty-file', title: '', status: 422, detail: 'The file is empty.' }, { status: 422 })
    await expect(createClient(source, never, refusing).upload('/imports', file, () => undefined)).rejects.toMatchObject(
      { type: 'empty-file', status: 422, message: 'The file is empty.' },
    )
  })

  it('hands over the events of a stream, and says that it broke as any other fault', async () => {
    const body = (broken: boolean) =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('data: {"rows":1}\n\ndata: {"ro'))
          controller.enqueue(new TextEncoder().encode('ws":2}\n\n'))
          if (!broken) controller.close()
        },
        pull(controller) {
          if (broken) controller.error(new TypeError('network error'))
        },
      })
    const stream = async (broken: boolean) => {
      const seen: unknown[] = []
      const client = createClient(tokens(), async () => new Response(body(broken)))
      const done = client.stream('/imports/i/events', (event) => seen.push(event), new AbortController().signal)
      return {
        seen,
        done: await done.then(
          () => 'ended',
          (error: unknown) => error,
        ),
      }
    }
    expect(await stream(false)).toEqual({ seen: [{ rows: 1 }, { rows: 2 }], done: 'ended' })
    expect((await stream(true)).done).toMatchObject({ type: 'network', status: 0 })
  })
})
