-- Posts as many bytes as the first argument says, and counts the answers that are not that number.
wrong = 0
local threads = {}

function setup(thread)
	table.insert(threads, thread)
end

function init(arguments)
	expected = arguments[1]
	wrk.method = "POST"
	wrk.headers["Content-Type"] = "application/octet-stream"
	wrk.body = string.rep("x", tonumber(expected))
end

function response(status, headers, body)
	-- The others are counted by wrk.
	if status == 200 and body ~= expected then
		wrong = wrong + 1
	end
end

function done()
	local total = 0
	for _, thread in ipairs(threads) do
		total = total + thread:get("wrong")
	end
	io.write("Wrong answers: " .. total .. "\n")
end
