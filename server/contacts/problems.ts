import { Problem } from '../platform/problem.ts'
import type { Contact } from './schema.ts'

export class ContactNotFound extends Problem {
  readonly type = 'contact-not-found'
  constructor(members: Record<string, unknown> = {}) {
    super(404, 'No contact has this address or id. It may have been removed, or was never added.', members)
  }
}

/** The id was given up by a merge. Who reads is sent on; who writes must look at the survivor first. */
export class ContactMerged extends Problem {
  readonly type = 'contact-merged'
  /** @param location where what was asked for stands now, for a read */
  constructor(mergedInto: string, location?: string) {
    super(
      location ? 301 : 409,
      'This contact was merged into another one. Use that one instead.',
      { mergedInto, contact: `/api/v1/contacts/${mergedInto}` },
      location ? { location } : {},
    )
  }
}

export class AddressTaken extends Problem {
  readonly type = 'address-taken'
  constructor(address: string, contactId: string, name: string) {
    super(
      409,
      `${address} belongs to ${name || 'another contact'} already. Open that contact, or use another address.`,
      {
        address,
        contactId,
        contact: `/api/v1/contacts/${contactId}`,
      },
    )
  }
}

export class StaleVersion extends Problem {
  readonly type = 'stale-version'
  constructor(current: Contact) {
    super(409, 'Somebody changed this contact in the meantime. Compare the values and save again.', { current })
  }
}

export class EmptyContact extends Problem {
  readonly type = 'empty-contact'
  constructor() {
    super(422, 'A contact needs at least a name, an email address or a phone number.')
  }
}

export class UnknownReference extends Problem {
  readonly type = 'unknown-reference'
  constructor(field: string) {
    super(422, `${field} names nothing that exists. Choose one from the list.`, {
      errors: [{ path: field, message: 'unknown' }],
    })
  }
}

/** Unsubscribed and Bounced follow from consent and delivery; nobody types them away (CR-06). */
export class StatusStands extends Problem {
  readonly type = 'status-stands'
  constructor(status: string) {
    super(
      409,
      status === 'unsubscribed'
        ? 'This person opted out, so the status stays Unsubscribed. Record a new opt-in with its evidence to change that.'
        : 'Mail to every address of this person is refused, so the status stays Bounced. Add an address that works.',
    )
  }
}

export class NotYourContact extends Problem {
  readonly type = 'not-yours'
  constructor() {
    super(403, 'Only its owner, whoever added it, or a manager may delete a contact. Ask one of them.')
  }
}

/** What somebody refused is remembered with the contact, and would be forgotten with it (CO-07). */
export class RefusalStands extends Problem {
  readonly type = 'refusal-stands'
  constructor() {
    super(
      409,
      'This person opted out, objected or refused tracking. Deleting the contact would forget that, and the next mail or import could bring them back as somebody who never did. Keep the contact: it gets no marketing.',
    )
  }
}
