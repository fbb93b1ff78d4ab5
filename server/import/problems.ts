import { Problem } from '../platform/problem.ts'

export class ImportNotFound extends Problem {
  readonly type = 'import-not-found'
  constructor() {
    super(404, 'There is no such import. It may have been deleted.')
  }
}

export class EmptyFile extends Problem {
  readonly type = 'empty-file'
  constructor() {
    super(422, 'The file is empty. Nothing was kept.')
  }
}

export class FileTooLarge extends Problem {
  readonly type = 'file-too-large'
  constructor(most: number) {
    super(413, `The file is larger than ${most / 1024 ** 3} GB. Cut it into several files.`, { most })
  }
}

export class NoFile extends Problem {
  readonly type = 'no-file'
  constructor() {
    super(422, 'No file came. Send it as multipart/form-data in a part named “file”.')
  }
}

export class FileUnreadable extends Problem {
  readonly type = 'file-unreadable'
  constructor(why: string) {
    super(422, why)
  }
}

export class FileGone extends Problem {
  readonly type = 'file-gone'
  constructor() {
    super(410, 'The file was deleted: files are kept for 30 days. Upload it again.')
  }
}

/** What was asked for does not fit the state the import is in. */
export class ImportNotReady extends Problem {
  readonly type = 'import-not-ready'
  constructor(state: string, why: string) {
    super(409, why, { state })
  }
}

export class DateOrderNeeded extends Problem {
  readonly type = 'date-order-needed'
  constructor(columns: { index: number; name: string }[]) {
    super(
      422,
      `Say which comes first in the dates of ${columns.map(({ name }) => `“${name}”`).join(', ')}, the day or the month: the data do not tell.`,
      {
        errors: columns.map(({ index }) => ({
          path: `columns.${index}.dateOrder`,
          message: 'Day or month first? Both are possible.',
        })),
      },
    )
  }
}

export class MappingNamesNobody extends Problem {
  readonly type = 'mapping-names-nobody'
  constructor() {
    super(422, 'No column says who the people are. Map at least a name, an email address or a telephone number.')
  }
}

export class AttestationNotAllowed extends Problem {
  readonly type = 'attestation-not-allowed'
  constructor() {
    super(
      403,
      'Only managers and administrators may vouch for an opt-in. Import these people as Imported, or ask one of them to import the file.',
    )
  }
}

export class NotUndoable extends Problem {
  readonly type = 'not-undoable'
  constructor(why: string) {
    super(409, why)
  }
}
