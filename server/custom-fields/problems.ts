import { Problem } from '../platform/problem.ts'
import type { Collision, CustomField, CustomFieldEntity } from './schema.ts'

export class StaleField extends Problem {
  readonly type = 'stale-version'
  constructor(current: CustomField) {
    super(409, 'Somebody changed this field in the meantime. Compare the settings and save again.', { current })
  }
}

export class KeyTaken extends Problem {
  readonly type = 'custom-field-key-taken'
  constructor(key: string) {
    super(409, `There is a field with the key “${key}”, or was one that can still be restored. Choose another key.`, {
      key,
    })
  }
}

export class PaneFull extends Problem {
  readonly type = 'pane-full'
  constructor(most: number) {
    super(409, `The pane shows at most ${most} fields. Take another one out first.`, { most })
  }
}

export class FieldCollisions extends Problem {
  readonly type = 'custom-field-collisions'
  constructor(count: number, collisions: Collision[]) {
    super(
      409,
      `${count} ${count === 1 ? 'value stands' : 'values stand'} in several records, without regard to case and accents. Make them differ, then make the field unique.`,
      { count, collisions },
    )
  }
}

export class FieldArchived extends Problem {
  readonly type = 'custom-field-archived'
  constructor() {
    super(409, 'This field is deleted. Restore it first.')
  }
}

export class CustomValueTaken extends Problem {
  readonly type = 'custom-value-taken'
  constructor(entity: CustomFieldEntity, field: { key: string; label: string }, holder: { id: string; name: string }) {
    const record = `/api/v1/${entity === 'contact' ? 'contacts' : 'companies'}/${holder.id}`
    const message = `${holder.name || 'Another record'} has this ${field.label} already. Open that record, or use another value.`
    super(409, message, {
      errors: [{ path: `customFields.${field.key}`, message }],
      recordId: holder.id,
      record,
    })
  }
}
