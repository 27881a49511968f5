-- query
SELECT ss_customer_sk, sum(act_sales) AS sumsales
FROM (
  SELECT ss_item_sk, ss_ticket_number, ss_customer_sk,
    CASE WHEN sr_return_quantity IS NOT NULL
      THEN (ss_quantity - sr_return_quantity) * ss_sales_price
      ELSE ss_quantity * ss_sales_price END AS act_sales
  FROM store_sales LEFT OUTER JOIN store_returns
      ON sr_item_sk = ss_item_sk AND sr_ticket_number = ss_ticket_number,
    reason
  WHERE sr_reason_sk = r_reason_sk AND r_reason_desc = 'Package was damaged') t
GROUP BY ss_customer_sk
ORDER BY sumsales, ss_customer_sk
LIMIT 100

-- scan sold of store_sales by ss_ticket_number
SELECT ss_item_sk, ss_ticket_number, ss_customer_sk, ss_quantity, ss_sales_price
FROM store_sales

-- scan returned of store_returns by sr_ticket_number
SELECT sr_item_sk, sr_ticket_number, sr_return_quantity
FROM store_returns, reason
WHERE sr_reason_sk = r_reason_sk AND r_reason_desc = 'Package was damaged'

-- join tickets of sold, returned by ss_customer_sk
SELECT ss_customer_sk,
  sum(CASE WHEN sr_return_quantity IS NOT NULL
    THEN (ss_quantity - sr_return_quantity) * ss_sales_price
    ELSE ss_quantity * ss_sales_price END) AS amount
FROM sold, returned
WHERE sr_item_sk = ss_item_sk AND sr_ticket_number = ss_ticket_number
GROUP BY ss_customer_sk

-- join buyers of tickets
SELECT ss_customer_sk, sum(amount) AS sumsales
FROM tickets
GROUP BY ss_customer_sk
ORDER BY sumsales, ss_customer_sk
LIMIT 100

-- result
SELECT ss_customer_sk, sumsales FROM buyers ORDER BY sumsales, ss_customer_sk LIMIT 100
