// Run once by the image of MongoDB, while its volume is empty: the account of Longroom, which may do nothing elsewhere.
const { readFileSync } = require('node:fs');

db.getSiblingDB('longroom').createUser({
  user: 'longroom',
  pwd: readFileSync('/run/secrets/mongodb-password', 'utf8').trim(),
  roles: [{ role: 'readWrite', db: 'longroom' }],
});
