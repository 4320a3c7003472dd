-- A store as the release with version 1 wrote it: two imported readings of a campaign, an alert of each.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES('schema_version',1);
CREATE TABLE lock (one INTEGER PRIMARY KEY CHECK (one = 1), owner TEXT NOT NULL, heartbeat INTEGER NOT NULL);
INSERT INTO lock VALUES(1,'process 30119',1795589455);
CREATE TABLE campaign (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, settings TEXT NOT NULL);
INSERT INTO campaign VALUES(1,'spring','{"campaign":"spring","hashtags":["springglow"],"zone":"UTC","start":null,"end":null,"exclude":[],"multiple":2.0,"top":10,"price":null,"currency":null,"policy":{"preset":"tutorial","mute":[],"gain_floor":1000.0,"gain_share_floor":0.001,"viral_floor":10000.0,"daily_chance":0.1,"least_score":2.5,"score_margin":0.6,"self_multiple":2.0,"age_multiple":3.0,"small_multiple":10.0,"close_margin":1.0,"cool_down_hours":72.0,"alerts_per_day":5.0,"size_multiple":10.0,"creator_multiple":5.0,"quality_share":0.2,"gain_share":0.1,"lift_multiple":1.5,"silence_gaps":3.0,"pace_share":0.8,"stale_hours":36.0},"goal_views":null}');
CREATE TABLE reading (
  id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL REFERENCES campaign, taken_at INTEGER NOT NULL,
  origin TEXT NOT NULL, header BLOB NOT NULL, seen BLOB NOT NULL, UNIQUE (campaign, taken_at));
INSERT INTO reading VALUES(1,1,1795327200,'import',X'7470520a0149cf9b9cc09394b00d000000000000000000010109646179302e6a736f6e087475746f7269616c060000',X'0100000002000200020002000200');
INSERT INTO reading VALUES(2,1,1795413600,'import',X'7470520a0159964ea7c0d99eb00d000000000000000000010109646179312e6a736f6e087475746f7269616c060000',X'0100000002000200020002000200');
CREATE TABLE video (
  campaign INTEGER NOT NULL, number INTEGER NOT NULL, video_id INTEGER NOT NULL,
  views INTEGER, likes INTEGER, comments INTEGER, shares INTEGER, saves INTEGER, followers INTEGER,
  author TEXT, caption TEXT, created INTEGER, duration_s INTEGER, hashtags TEXT NOT NULL,
  PRIMARY KEY (campaign, number), UNIQUE (campaign, video_id)) WITHOUT ROWID;
INSERT INTO video VALUES(1,0,7412345678901234500,2000,200,3,1,NULL,NULL,'maker0','clip 0 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO video VALUES(1,1,7412345678901234501,4000,200,3,1,NULL,NULL,'maker1','clip 1 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO video VALUES(1,2,7412345678901234502,6000,200,3,1,NULL,NULL,'maker2','clip 2 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO video VALUES(1,3,7412345678901234503,8000,200,3,1,NULL,NULL,'maker0','clip 3 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO video VALUES(1,4,7412345678901234504,100000,9200,3,1,NULL,NULL,'maker1','clip 4 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO video VALUES(1,5,7412345678901234505,12000,200,3,1,NULL,NULL,'maker2','clip 5 #springglow',1725821215,NULL,'["springglow"]');
CREATE TABLE observation (
  reading INTEGER NOT NULL REFERENCES reading, number INTEGER NOT NULL,
  views INTEGER, likes INTEGER, comments INTEGER, shares INTEGER, saves INTEGER, followers INTEGER,
  PRIMARY KEY (reading, number)) WITHOUT ROWID;
INSERT INTO observation VALUES(1,0,1000,100,3,1,NULL,NULL);
INSERT INTO observation VALUES(1,1,2000,100,3,1,NULL,NULL);
INSERT INTO observation VALUES(1,2,3000,100,3,1,NULL,NULL);
INSERT INTO observation VALUES(1,3,4000,100,3,1,NULL,NULL);
INSERT INTO observation VALUES(1,4,95000,9100,3,1,NULL,NULL);
INSERT INTO observation VALUES(1,5,6000,100,3,1,NULL,NULL);
INSERT INTO observation VALUES(2,0,2000,200,3,1,NULL,NULL);
INSERT INTO observation VALUES(2,1,4000,200,3,1,NULL,NULL);
INSERT INTO observation VALUES(2,2,6000,200,3,1,NULL,NULL);
INSERT INTO observation VALUES(2,3,8000,200,3,1,NULL,NULL);
INSERT INTO observation VALUES(2,4,100000,9200,3,1,NULL,NULL);
INSERT INTO observation VALUES(2,5,12000,200,3,1,NULL,NULL);
CREATE TABLE attribute (
  reading INTEGER NOT NULL REFERENCES reading, number INTEGER NOT NULL,
  author TEXT, caption TEXT, created INTEGER, duration_s INTEGER, hashtags TEXT NOT NULL,
  PRIMARY KEY (reading, number)) WITHOUT ROWID;
INSERT INTO attribute VALUES(1,0,'maker0','clip 0 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO attribute VALUES(1,1,'maker1','clip 1 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO attribute VALUES(1,2,'maker2','clip 2 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO attribute VALUES(1,3,'maker0','clip 3 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO attribute VALUES(1,4,'maker1','clip 4 #springglow',1725821215,NULL,'["springglow"]');
INSERT INTO attribute VALUES(1,5,'maker2','clip 5 #springglow',1725821215,NULL,'["springglow"]');
CREATE TABLE day (campaign INTEGER NOT NULL, date INTEGER NOT NULL, total_videos INTEGER NOT NULL,
  total_views INTEGER NOT NULL, total_engagement INTEGER NOT NULL, PRIMARY KEY (campaign, date)) WITHOUT ROWID;
CREATE TABLE alert (
  id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL REFERENCES campaign, key TEXT NOT NULL, taken_at INTEGER NOT NULL,
  alert TEXT NOT NULL, UNIQUE (campaign, key));
INSERT INTO alert VALUES(1,1,'spring/7412345678901234504/average/2026-11-22',1795327200,'{"key":"spring/7412345678901234504/average/2026-11-22","campaign":"spring","taken_at":"2026-11-22T06:00:00Z","video_id":"7412345678901234504","author":"maker1","url":"https://www.tiktok.com/@maker1/video/7412345678901234504","tier":"watch","severity":0,"notifies":true,"detectors":["average"],"reason":"engagement 9,104, 5.6x the average 1,604 of 6 videos"}');
INSERT INTO alert VALUES(2,1,'spring/7412345678901234504/average/2026-11-23',1795413600,'{"key":"spring/7412345678901234504/average/2026-11-23","campaign":"spring","taken_at":"2026-11-23T06:00:00Z","video_id":"7412345678901234504","author":"maker1","url":"https://www.tiktok.com/@maker1/video/7412345678901234504","tier":"watch","severity":0,"notifies":true,"detectors":["average"],"reason":"engagement 9,204, 5.4x the average 1,704 of 6 videos"}');
CREATE TABLE carried (campaign INTEGER PRIMARY KEY, history BLOB NOT NULL, settings TEXT NOT NULL);
INSERT INTO carried VALUES(1,X'7470480a0106db21fc06737072696e67020201c09394b00d060602c0d99eb00d060601c0d99eb00d000000000000000000010109646179312e6a736f6e087475746f7269616c06000006000003066d616b657230066d616b657231066d616b65723203000000010a737072696e67676c6f770200010002d6c402c09394b00d000698e306984b00000001d8c402c0d99eb00d0006a08708f04f0190c80201000001022d737072696e672f373431323334353637383930313233343530342f617665726167652f323032362d31312d323206737072696e67c09394b00d01c896bdbaf6a3fcee6601066d616b657231013868747470733a2f2f7777772e74696b746f6b2e636f6d2f406d616b6572312f766964656f2f37343132333435363738393031323334353034000001010034656e676167656d656e7420392c3130342c20352e367820746865206176657261676520312c363034206f66203620766964656f73002d737072696e672f373431323334353637383930313233343530342f617665726167652f323032362d31312d323306737072696e67c0d99eb00d01c896bdbaf6a3fcee6601066d616b657231013868747470733a2f2f7777772e74696b746f6b2e636f6d2f406d616b6572312f766964656f2f37343132333435363738393031323334353034000001010034656e676167656d656e7420392c3230342c20352e347820746865206176657261676520312c373034206f66203620766964656f730000000000000000000006c09394b00dc496bdbaf6a3fcee66010000010000000301000112636c697020302023737072696e67676c6f77010fd00fc801060223d00fc80100c596bdbaf6a3fcee66010000010100000301000112636c697020312023737072696e67676c6f77010fa01fc801060223a01fc80100c696bdbaf6a3fcee66010000010200000301000112636c697020322023737072696e67676c6f77010ff02ec801060223f02ec80100c796bdbaf6a3fcee66010000010000000301000112636c697020332023737072696e67676c6f77010fc03ec801060223c03ec80100c896bdbaf6a3fcee66010000010100ada2010301000112636c697020342023737072696e67676c6f77010fb0cc0b988e01060223904ec80100c996bdbaf6a3fcee66010000010200000301000112636c697020352023737072696e67676c6f77010fe05dc801060223e05dc801','{"campaign":"spring","hashtags":["springglow"],"zone":"UTC","start":null,"end":null,"exclude":[],"multiple":2.0,"top":10,"price":null,"currency":null,"policy":{"preset":"tutorial","mute":[],"gain_floor":1000.0,"gain_share_floor":0.001,"viral_floor":10000.0,"daily_chance":0.1,"least_score":2.5,"score_margin":0.6,"self_multiple":2.0,"age_multiple":3.0,"small_multiple":10.0,"close_margin":1.0,"cool_down_hours":72.0,"alerts_per_day":5.0,"size_multiple":10.0,"creator_multiple":5.0,"quality_share":0.2,"gain_share":0.1,"lift_multiple":1.5,"silence_gaps":3.0,"pace_share":0.8,"stale_hours":36.0},"goal_views":null}');
CREATE TABLE pending (campaign TEXT NOT NULL, taken_at INTEGER NOT NULL, started INTEGER NOT NULL, PRIMARY KEY (campaign, taken_at)) WITHOUT ROWID;
CREATE TABLE page (
  taken_at INTEGER NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL, hashtag TEXT NOT NULL,
  credits INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (taken_at, path, body));
CREATE TABLE request (
  id INTEGER PRIMARY KEY, taken_at INTEGER NOT NULL, campaign TEXT NOT NULL, hashtag TEXT NOT NULL, cursor TEXT NOT NULL,
  attempt INTEGER NOT NULL, sent_at INTEGER NOT NULL, status INTEGER, credits INTEGER NOT NULL DEFAULT 0,
  credits_possible INTEGER NOT NULL DEFAULT 0, completed_at INTEGER);
CREATE INDEX request_taken_at ON request (taken_at);
COMMIT;
