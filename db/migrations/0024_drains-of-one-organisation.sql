-- A saga of the server's own organisation takes it out of its load balancers.
alter table drained_servers drop constraint drained_servers_saga_id_sagas_id_fk;
alter table drained_servers add constraint drained_servers_organisation_id_saga_id_sagas_organisation_id_i
  foreign key (organisation_id, saga_id) references sagas (organisation_id, id);
