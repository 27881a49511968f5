-- query
WITH ws_wh AS (
  SELECT s1.ws_order_number
  FROM web_sales s1, web_sales s2
  WHERE s1.ws_order_number = s2.ws_order_number
    AND s1.ws_warehouse_sk <> s2.ws_warehouse_sk)
SELECT count(DISTINCT ws_order_number) AS "order count",
  sum(ws_ext_ship_cost) AS "total shipping cost", sum(ws_net_profit) AS "total net profit"
FROM web_sales s1, date_dim, customer_address, web_site
WHERE d_date BETWEEN DATE '1999-02-01' AND DATE '1999-02-01' + 60
  AND s1.ws_ship_date_sk = d_date_sk
  AND s1.ws_ship_addr_sk = ca_address_sk AND ca_state = 'TX'
  AND s1.ws_web_site_sk = web_site_sk AND web_company_name = 'able'
  AND s1.ws_order_number IN (SELECT ws_order_number FROM ws_wh)
  AND s1.ws_order_number IN (
    SELECT wr_order_number FROM web_returns, ws_wh WHERE wr_order_number = ws_wh.ws_order_number)
ORDER BY 1
LIMIT 100

-- scan shipped of web_sales by ws_order_number
SELECT ws_order_number, ws_ext_ship_cost, ws_net_profit
FROM web_sales s1, date_dim, customer_address, web_site
WHERE d_date BETWEEN DATE '1999-02-01' AND DATE '1999-02-01' + 60
  AND s1.ws_ship_date_sk = d_date_sk
  AND s1.ws_ship_addr_sk = ca_address_sk AND ca_state = 'TX'
  AND s1.ws_web_site_sk = web_site_sk AND web_company_name = 'able'

-- scan stocks of web_sales by ws_order_number
SELECT DISTINCT ws_order_number, ws_warehouse_sk FROM web_sales

-- scan returned of web_returns by wr_order_number
SELECT DISTINCT wr_order_number FROM web_returns

-- join orders of shipped, stocks, returned
SELECT count(DISTINCT ws_order_number) AS number,
  sum(ws_ext_ship_cost) AS cost, sum(ws_net_profit) AS profit
FROM shipped
WHERE ws_order_number IN (
    SELECT ws_order_number FROM stocks
    GROUP BY ws_order_number HAVING count(DISTINCT ws_warehouse_sk) > 1)
  AND ws_order_number IN (SELECT wr_order_number FROM returned)

-- result
SELECT sum(number) AS "order count", sum(cost) AS "total shipping cost",
  sum(profit) AS "total net profit"
FROM orders
