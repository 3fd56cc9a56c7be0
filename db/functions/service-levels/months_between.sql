-- The months, in Paris time, that the half-open [p_from, p_to) touches.
create or replace function app.months_between(p_from timestamptz, p_to timestamptz) returns setof text
language sql immutable as $$
  select to_char(m, 'YYYY-MM') from generate_series(
    date_trunc('month', p_from at time zone 'Europe/Paris'),
    (p_to - interval '1 microsecond') at time zone 'Europe/Paris', interval '1 month') m $$;
