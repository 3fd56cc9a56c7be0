-- A copy names what it was made of, so that a lost row can be written again.
alter table simulator.volumes add column copy_of text;
alter table simulator.images add column copy_of text;
alter table simulator.images add column size_gib int;
