-- Sends as many requests at once as the first argument says.
function init(arguments)
	request_text = string.rep(wrk.format(), tonumber(arguments[1]))
end

function request()
	return request_text
end
