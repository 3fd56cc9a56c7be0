-- Codes of customers in the books are unique, not gapless: two organisations billed for the first time at once do not
-- wait for each other.
create sequence customer_numbers;
grant usage on sequence customer_numbers to andromede_worker;
