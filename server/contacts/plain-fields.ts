/** The fields of one value, as the record holds them and the form names them. */
export const plainFields = [
  'firstName',
  'lastName',
  'phone',
  'mobile',
  'jobTitle',
  'department',
  'role',
  'status',
  'source',
  'linkedin',
  'twitter',
  'country',
] as const
export type PlainField = (typeof plainFields)[number]
