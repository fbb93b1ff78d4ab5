import { Problem } from '../platform/problem.ts'
import type { Template } from './schema.ts'

export class TemplateNameTaken extends Problem {
  readonly type = 'template-name-taken'
  constructor(name: string, templateId: string) {
    super(409, `You have a template “${name}” already. Choose another name, or change that one.`, { templateId })
  }
}

export class StaleTemplate extends Problem {
  readonly type = 'stale-version'
  constructor(current: Template) {
    super(409, 'This template was changed by somebody else. Look at it and save again.', { current })
  }
}

export class NotYourTemplate extends Problem {
  readonly type = 'not-yours'
  constructor() {
    super(403, 'This template belongs to a colleague. Save a copy of your own to change it.')
  }
}
