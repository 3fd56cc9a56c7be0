-- Where the trace of the request that began them goes on (W3C Trace Context). Absent: it was not traced.
alter table sagas add column traceparent text;
alter table webhook_deliveries add column traceparent text;
