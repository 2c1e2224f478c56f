CREATE TABLE trial.word (word text PRIMARY KEY);
