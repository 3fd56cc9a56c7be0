-- An export of usage records reads the intervals of an organisation resource by resource, a slice at a time.
CREATE INDEX "usage_intervals_by_resource" ON "usage_intervals" USING btree ("organisation_id","resource_id","meter","started_at");
