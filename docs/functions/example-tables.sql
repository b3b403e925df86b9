-- Tables that the examples of the function reference read.

CREATE TABLE users (name VARCHAR, age INT, email VARCHAR, active BOOLEAN) AS VALUES
  ('Alice', 34, 'alice@example.org', true),
  ('Bob', 27, NULL, false),
  ('Carol', 45, 'carol@example.org', true);

CREATE TABLE orders (price DOUBLE, quantity INT) AS VALUES (2.5, 4), (10.0, 1), (4.0, 3), (7.5, 2);

CREATE TABLE events (user_id INT, flags INT) AS VALUES (1, 5), (2, 12), (1, 7);

CREATE TABLE t (a VARCHAR) AS VALUES ('x'), ('y'), ('x');

CREATE TABLE employees (name VARCHAR, salary INT) AS VALUES ('Dora', 5000), ('Emil', 4200), ('Frida', 6100);

CREATE TABLE results (team VARCHAR, player VARCHAR, score INT) AS VALUES
  ('red', 'Gina', 30),
  ('red', 'Hans', 20),
  ('blue', 'Ines', 20),
  ('blue', 'Jan', 10);

CREATE TABLE members (team VARCHAR, name VARCHAR, joined DATE) AS VALUES
  ('red', 'Gina', '2020-05-01'),
  ('red', 'Hans', '2018-03-15'),
  ('blue', 'Ines', '2021-11-30');

CREATE TABLE prices (day DATE, price DOUBLE) AS VALUES ('2024-01-01', 10.0), ('2024-01-02', 12.0), ('2024-01-03', 9.0);
