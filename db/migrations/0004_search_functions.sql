-- All three are trusted extensions: the owner of the database may create them.
create extension if not exists pg_trgm;
--> statement-breakpoint
create extension if not exists unaccent;
--> statement-breakpoint
create extension if not exists fuzzystrmatch;
--> statement-breakpoint
-- The one folding of text for search, order and comparison: NFKC, without accents (ß is ss, ø is o, ł is l), lower case.
-- Stable, so that it is inlined; nothing indexes it, columns hold its result.
create function fold(value text) returns text language sql stable parallel safe
return lower(unaccent(normalize(value, NFKC)));
--> statement-breakpoint
-- The same for what was typed: immutable, so that it is worked out once, when the query is planned, and not for each row.
create function folded(typed text) returns text language sql immutable parallel safe
as $$ select fold(typed) $$;
