-- UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, then the version, then random bits. PostgreSQL 18 has uuidv7();
-- this one serves 15 to 17 too and takes the instant as an argument.
create function uuid7(at timestamptz default clock_timestamp()) returns uuid
language sql volatile parallel safe
return (
  lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
  || '7'
  || substr(replace(gen_random_uuid()::text, '-', ''), 14)
)::uuid;
