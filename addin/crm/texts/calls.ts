import { addTexts } from '../../ui/i18n.ts'

/** Texts of Settings > Calls. */
const calls = {
  sources: 'Voice systems',
  new: 'New voice system',
  none: 'No voice system yet',
  noneText: 'Add your telephone system. It gets an address to post calls to, and a key to sign them with.',
  name: 'Name',
  add: 'Add',
  address: 'Address',
  last: 'Last call {{when}}',
  noCall: 'No call yet',
  keyNumber: 'Key {{number}}',
  revoked: 'Revoked',
  actionsFor: 'Actions for {{name}}',
  rotate: 'New key',
  rotateTitle: 'Give “{{name}}” a new key?',
  rotateText:
    'The key it uses now stops working at once. Calls it posts with the old key are refused until it has the new one.',
  revoke: 'Revoke',
  revokeTitle: 'Revoke “{{name}}” for good?',
  revokeText: 'Nothing it posts is taken any more. Its calls stay on the timelines.',
  saidRevoked: '“{{name}}” is revoked.',
  keyTitle: 'Signing key of “{{name}}”',
  keyOnce: 'Copy the key now: it is not shown again. Who has it can post calls in your name.',
  key: 'Signing key',
  copy: { key: 'Copy the key', address: 'Copy the address' },
  done: 'I have copied it',
  howTitle: 'What the voice system sends',
  how: 'A POST with the call as JSON: number, direction (inbound or outbound), startedAt, and if known durationSeconds, outcome, recordingUrl, agentEmail, country, callId.',
  howSigned:
    'X-Throughline-Timestamp: seconds since 1970. X-Throughline-Signature: v1= and the hex HMAC-SHA256, made with the key, of the timestamp, a full stop and the body. Idempotency-Key: the id of the call.',
  received: 'Received calls',
  state: 'State',
  all: 'All',
  stateOf: { filed: 'On timelines', waiting: 'Waiting for a contact', shared: 'Shared number' },
  stateHint: {
    waiting: 'Nobody has this number. The call goes to the contact that gets it.',
    shared_one: '{{count}} contact has this number.',
    shared_other: '{{count}} contacts have this number, too many to say whose call it was.',
  },
  nothing: 'No calls',
  nothingText: 'What voice systems post stands here, with what became of it.',
  number: 'Number',
  when: 'When',
  length: 'Length',
  outcome: 'Outcome',
  recording: 'Recording',
  contacts: 'Contacts',
  from: 'from',
  to: 'to',
  play: 'Open the recording',
  more: 'Load earlier',
  seconds: '{{count}} s',
  minutes: '{{minutes}} min {{seconds}} s',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    calls: typeof calls
  }
}

addTexts('calls', calls)
